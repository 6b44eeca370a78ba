// The button beside a hidden passkey field: asks for a challenge, lets the browser answer it, keeps the answer.
(() => {
  const SAID = {
    get: {
      button: "Use your passkey",
      done: "Your passkey answered. Now sign.",
      failed: "Your passkey did not answer. Try again, or enter a recovery code.",
    },
    create: {
      button: "Make the passkey",
      done: "The passkey is ready. Now save it.",
      failed: "No passkey was made. Try again, or use an authenticator app.",
    },
  };

  async function challenge(input) {
    const body = new FormData();
    body.set("purpose", input.dataset.passkey);
    body.set("csrfmiddlewaretoken", input.form.elements.csrfmiddlewaretoken.value);
    const response = await fetch(input.dataset.challenge, { method: "POST", body });
    if (!response.ok) throw new Error(`The challenge was refused: ${response.status}`);
    return (await response.json()).publicKey;
  }

  async function answer(input) {
    const asked = await challenge(input);
    const credential =
      input.dataset.passkey === "create"
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asked) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked) });
    input.value = JSON.stringify(credential.toJSON());
  }

  function offer(input) {
    const said = SAID[input.dataset.passkey];
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-secondary";
    button.textContent = said.button;
    const status = document.createElement("p");
    status.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        await answer(input);
        status.textContent = said.done;
      } catch {
        input.value = "";
        status.textContent = said.failed;
      }
      button.disabled = false;
    });
    const box = document.createElement("div");
    box.className = "reviews-passkey w-field__wrapper";
    box.append(button, status);
    const submit = input.form.querySelector("[type=submit]");
    (submit.closest("footer") ?? submit).before(box);
  }

  document.addEventListener("DOMContentLoaded", () => {
    if (window.PublicKeyCredential) document.querySelectorAll("input[data-passkey]").forEach(offer);
  });
})();

/* A pasted reference becomes a row under References, which the editor reads through before saving. */
(() => {
  const FIELDS = ["key", "kind", "citation", "doi", "pmid", "nct_id", "url"];

  function rows() {
    return [...document.querySelectorAll("[name^='references-'][name$='-key']")].filter(
      (field) => !field.name.includes("__prefix__"),
    );
  }

  /* A new row as the “Add reference” button makes it, with an id that no other row has. */
  function add(facts) {
    const taken = new Set(rows().map((field) => field.value));
    let key = facts.key;
    for (let number = 2; taken.has(key); number += 1) key = `${facts.key.slice(0, 36)}-${number}`;
    document.getElementById("id_references-ADD").click();
    const prefix = rows().at(-1).name.slice(0, -"key".length);
    for (const name of FIELDS) {
      const field = document.querySelector(`[name="${prefix}${name}"]`);
      if (!field) continue;
      field.value = name === "key" ? key : facts[name];
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    return [`Row “${key}” was made.`, facts.remark].filter(Boolean).join(" ");
  }

  async function read(panel) {
    const text = panel.querySelector("textarea");
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    const answer = await fetch(panel.dataset.pasteReference, {
      method: "POST",
      headers: { "X-CSRFToken": token },
      body: new URLSearchParams({ text: text.value }),
    });
    if (!answer.ok) return "The reference could not be read: the server did not answer. It is still here; try again.";
    const { rows: found, refusal } = await answer.json();
    if (refusal) return refusal;
    text.value = "";
    return found.map(add).join(" ");
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const panel of document.querySelectorAll("[data-paste-reference]")) {
      panel.hidden = false;
      panel.querySelector("button").addEventListener("click", async () => {
        panel.querySelector("[role=status]").textContent = await read(panel);
      });
    }
  });
})();

/* The rows under References, as they stand in the form now, to choose from: one for words, several for a claim. */
(() => {
  function references() {
    return [...document.querySelectorAll("[name^='references-'][name$='-key']")]
      .filter((field) => field.value && !field.name.includes("__prefix__"))
      .map((field) => {
        const row = field.name.slice(0, -"key".length);
        const removed = document.querySelector(`[name="${row}DELETE"]`)?.value;
        const citation = document.querySelector(`[name="${row}citation"]`)?.value ?? "";
        return { key: field.value, citation, removed };
      })
      .filter((reference) => !reference.removed);
  }

  function element(name, attributes, ...children) {
    const made = Object.assign(document.createElement(name), attributes);
    made.append(...children);
    return made;
  }

  const words = ({ key, citation }) => (citation ? `${key}: ${citation.slice(0, 120)}` : key);

  /* Shows a form in a dialog; resolves to the value of the button that closed it, "" for Escape. */
  function ask(heading, ...parts) {
    const form = element("form", { method: "dialog", className: "reference-choice" });
    form.append(
      element("h2", { id: "reference-choice", className: "w-h3" }, heading),
      ...parts,
      element("button", { value: "", className: "button", formNoValidate: true }, "Cancel"),
    );
    const dialog = element("dialog", {}, form);
    dialog.setAttribute("aria-labelledby", "reference-choice");
    document.body.append(dialog);
    dialog.showModal();
    return new Promise((resolve) => {
      dialog.addEventListener("close", () => {
        dialog.remove();
        resolve(dialog.returnValue);
      });
    });
  }

  const none = () => element("p", {}, "There is no reference yet. Add one under References first.");

  /* The id of one reference, or "" when somebody thinks better of it. */
  function one(current) {
    const list = references().map((reference) =>
      element(
        "button",
        { value: reference.key, className: "button button-secondary", autofocus: reference.key === current },
        words(reference),
      ),
    );
    return ask("Which reference says so?", ...(list.length ? list : [none()]));
  }

  /* The ids of several references in their order, or null when somebody thinks better of it.  Ids that are not among the
     references stand in the list too, to be kept or dropped. */
  async function several(current) {
    const rows = references();
    const known = new Set(rows.map(({ key }) => key));
    const strangers = current
      .filter((key) => !known.has(key))
      .map((key) => ({ key, citation: "this id is not under References" }));
    const boxes = [...rows, ...strangers].map((reference) => {
      const box = element("input", { type: "checkbox", value: reference.key, checked: current.includes(reference.key) });
      return { box, label: element("label", {}, box, words(reference)) };
    });
    if (!boxes.length) {
      await ask("Which references say so?", none());
      return null;
    }
    boxes[0].box.autofocus = true;
    const use = element("button", { value: "use", className: "button button-secondary" }, "Use the ticked ones");
    const pressed = await ask("Which references say so?", ...boxes.map(({ label }) => label), use);
    return pressed ? boxes.filter(({ box }) => box.checked).map(({ box }) => box.value) : null;
  }

  window.hubReferences = { one, several };
})();

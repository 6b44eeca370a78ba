/* Citing a reference inside rich text: the selected words get the number of a row under References. */
(() => {
  const { React, DraftJS, draftail } = window;

  /* The rows of the References panel, as they stand in the form now. */
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

  /* Asks for one of the references; resolves to its id, or to nothing when somebody thinks better of it. */
  function choose(current) {
    const rows = references();
    const list = rows.map((reference) =>
      element(
        "button",
        { value: reference.key, className: "button button-secondary", autofocus: reference.key === current },
        reference.citation ? `${reference.key}: ${reference.citation.slice(0, 120)}` : reference.key,
      ),
    );
    const none = element("p", {}, "There is no reference yet. Add one under References first.");
    const form = element("form", { method: "dialog", className: "reference-choice" });
    form.append(
      element("h2", { id: "reference-choice", className: "w-h3" }, "Which reference says so?"),
      ...(rows.length ? list : [none]),
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

  class ReferenceSource extends React.Component {
    componentDidMount() {
      const { editorState, entity, entityType, onComplete, onClose } = this.props;
      const selection = editorState.getSelection();
      choose(entity?.getData().id).then((id) => {
        if (!id || selection.isCollapsed()) {
          onClose();
          return;
        }
        const content = editorState.getCurrentContent().createEntity(entityType.type, "MUTABLE", { id });
        const key = content.getLastCreatedEntityKey();
        onComplete(DraftJS.RichUtils.toggleLink(editorState, selection, key));
      });
    }

    render() {
      return null;
    }
  }

  function CitedWords(props) {
    const { id } = props.contentState.getEntity(props.entityKey).getData();
    const about = { icon: "#icon-openquote", label: `Cites ${id}`, url: null };
    return React.createElement(draftail.TooltipEntity, { ...props, ...about });
  }

  draftail.registerPlugin({ type: "REFERENCE", source: ReferenceSource, decorator: CitedWords }, "entityTypes");
})();

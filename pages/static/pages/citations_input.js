/* The sources of a block or row: chosen from the references of this page, or typed. */
window.wagtail.app.register(
  "hub-citations",
  class extends window.StimulusModule.Controller {
    connect() {
      this.button = document.createElement("button");
      this.button.type = "button";
      this.button.className = "button button-small button-secondary citations-choose";
      this.button.textContent = "Choose sources";
      this.button.setAttribute("aria-haspopup", "dialog");
      this.button.addEventListener("click", () => this.choose());
      this.element.after(this.button);
    }

    disconnect() {
      this.button.remove();
    }

    async choose() {
      const current = this.element.value.split(/[\s,]+/).filter(Boolean);
      const chosen = await window.hubReferences.several(current);
      if (!chosen) return;
      this.element.value = chosen.join(", ");
      this.element.dispatchEvent(new Event("input", { bubbles: true }));
      this.element.dispatchEvent(new Event("change", { bubbles: true }));
    }
  },
);

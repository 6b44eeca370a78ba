/* Suggestions under a search box: the ARIA combobox with a listbox.  Without it the form works as it is. */

const DELAY = 150;
const MANY = (count) => (count === 1 ? "1 suggestion" : `${count} suggestions`);

class Suggestions {
  constructor(form) {
    this.form = form;
    this.input = form.elements.q;
    this.address = form.dataset.suggest;
    this.options = [];
    this.active = -1;
    this.timer = 0;
    this.request = null;
    this.list = this.build("ul", { id: `${this.input.id}-suggestions`, role: "listbox", class: "suggestions" });
    this.list.setAttribute("aria-label", "Suggestions");
    this.list.hidden = true;
    this.status = this.build("div", { role: "status", class: "nhsuk-u-visually-hidden" });
    form.append(this.list, this.status);
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
    })) {
      this.input.setAttribute(name, value);
    }
    this.input.addEventListener("input", () => this.ask());
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("blur", () => this.close());
    // Before the box loses the focus, and with it the list.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.open(option);
    });
  }

  build(tag, attributes, text = "") {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.textContent = text;
    return element;
  }

  ask() {
    clearTimeout(this.timer);
    this.request?.abort();
    const typed = this.input.value.trim();
    if (typed.length < 2) {
      this.close();
      return;
    }
    this.timer = setTimeout(() => this.fetch(typed), DELAY);
  }

  async fetch(typed) {
    this.request = new AbortController();
    try {
      const answer = await fetch(`${this.address}?q=${encodeURIComponent(typed)}`, { signal: this.request.signal });
      if (!answer.ok) return;
      const { suggestions } = await answer.json();
      if (document.activeElement === this.input) this.show(suggestions);
    } catch (error) {
      // Typing went on, or the network is away: the form still works.
      if (error.name !== "AbortError") this.close();
    }
  }

  show(suggestions) {
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.options = suggestions.map((suggestion, number) => {
      const option = this.build("li", {
        id: `${this.list.id}-${number}`,
        role: "option",
        "aria-selected": "false",
        class: "suggestions__option",
        "data-url": suggestion.url,
      });
      const kind = suggestion.leads_to ? `${suggestion.kind}, see ${suggestion.leads_to}` : suggestion.kind;
      option.append(this.build("span", {}, suggestion.label), " ", this.build("span", { class: "suggestions__kind" }, kind));
      return option;
    });
    this.list.replaceChildren(...this.options);
    this.list.hidden = this.options.length === 0;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.status.textContent = this.list.hidden ? "No suggestions" : MANY(this.options.length);
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.active = -1;
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.status.textContent = "";
  }

  press(event) {
    if (this.list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && this.active >= 0) {
      event.preventDefault();
      this.open(this.options[this.active]);
    } else if (event.key === "Escape") {
      // Otherwise the browser empties the box.
      event.preventDefault();
      this.close();
    }
  }

  /* Up from the first and down from the last lead back to what was typed. */
  move(step) {
    const places = this.options.length + 1;
    this.active = ((this.active + 1 + step + places) % places) - 1;
    this.options.forEach((option, number) => option.setAttribute("aria-selected", String(number === this.active)));
    if (this.active < 0) {
      this.input.removeAttribute("aria-activedescendant");
    } else {
      this.input.setAttribute("aria-activedescendant", this.options[this.active].id);
      this.options[this.active].scrollIntoView({ block: "nearest" });
    }
  }

  open(option) {
    this.close();
    window.location.assign(option.dataset.url);
  }
}

for (const form of document.querySelectorAll("form[data-suggest]")) new Suggestions(form);

/* Drugs that are chosen in Wagtail's page chooser become ticked rows; to leave one out is to untick it. */
window.wagtail.app.register(
  "hub-drug-choice",
  class extends window.StimulusModule.Controller {
    static targets = ["list", "row"];
    static values = { chooser: Object };

    choose() {
      this.factory ??= window.telepath.unpack(this.chooserValue);
      this.factory.openModal((chosen) => chosen.forEach((drug) => this.add(drug)), { multiple: true });
    }

    add({ id, title, adminTitle }) {
      const there = this.listTarget.querySelector(`input[value="${Number(id)}"]`);
      const row = there ? there.closest("li") : this.rowTarget.content.firstElementChild.cloneNode(true);
      const box = row.querySelector("input");
      if (!there) {
        box.value = id;
        row.querySelector("span").textContent = adminTitle ?? title;
        this.listTarget.append(row);
      }
      box.checked = true;
      // Wagtail notices by this event that there is something to save.
      box.dispatchEvent(new Event("change", { bubbles: true }));
    }
  },
);

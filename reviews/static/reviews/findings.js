/* The findings of the content rules beside the editor: asked for again when the draft was saved, and a jump to each place. */
(() => {
  const panel = document.querySelector("[data-findings]");
  if (!panel) return;
  const list = panel.querySelector("[data-findings-list]");

  let asked = 0;

  /* What was asked for last is shown, whatever arrives after it. */
  async function again() {
    asked += 1;
    const turn = asked;
    const answer = await fetch(panel.dataset.findings, { headers: { "X-Requested-With": "XMLHttpRequest" } });
    const found = await answer.text();
    if (answer.ok && turn === asked) list.innerHTML = found;
  }

  /* Where a step such as “body”, a block's id, or the number of a row leads from a part of the form. */
  function inside(part, step) {
    const named = (part || document).querySelector(`[data-contentpath="${CSS.escape(step)}"]`);
    if (named) return named;
    if (!part) return document.getElementById(`id_${step}-FORMS`)?.parentElement;
    const rows = part.querySelector(":scope > [id$='-FORMS']")?.children ?? [];
    return [...rows].filter((row) => !row.classList.contains("deleted"))[step];
  }

  /* The innermost part of the form on the way to a place such as "body.<block>.text" or "indications.0.sources". */
  function partAt(place) {
    let part = null;
    for (const step of place.split(".")) {
      const inner = inside(part, step);
      if (!inner) break;
      part = inner;
    }
    return part;
  }

  /* A tab opens over a few frames, and what is hidden takes no focus. */
  function whenShown(part, act, frames = 60) {
    if (part.checkVisibility() || !frames) act();
    else requestAnimationFrame(() => whenShown(part, act, frames - 1));
  }

  function jump(place) {
    const part = partAt(place);
    if (!part) return;
    const tab = part.closest("[role=tabpanel]");
    if (tab) document.querySelector(`[role=tab][href="#${CSS.escape(tab.id)}"]`)?.click();
    whenShown(part, () => {
      part.scrollIntoView({ block: "center" });
      part.querySelector("input:not([type=hidden]), textarea, select, [contenteditable=true], button")?.focus();
    });
  }

  panel.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.findingsPlace) jump(button.dataset.findingsPlace);
    else if (button && "findingsAgain" in button.dataset) again();
  });
  document.addEventListener("w-autosave:success", again);
})();

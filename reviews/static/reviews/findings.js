/* The findings of the content rules beside the editor: asked for again when the draft was saved, and a jump to each place. */
(() => {
  const panel = document.querySelector("[data-findings]");
  if (!panel) return;
  const list = panel.querySelector("[data-findings-list]");

  async function again() {
    const answer = await fetch(panel.dataset.findings, { headers: { "X-Requested-With": "XMLHttpRequest" } });
    if (answer.ok) list.innerHTML = await answer.text();
  }

  /* The innermost part of the form on the way to a place such as "body.<block>.text". */
  function partAt(place) {
    let part = null;
    for (const step of place.split(".")) {
      const inner = (part || document).querySelector(`[data-contentpath="${CSS.escape(step)}"]`);
      if (!inner) break;
      part = inner;
    }
    return part;
  }

  function jump(place) {
    const part = partAt(place);
    if (!part) return;
    const tab = part.closest("[role=tabpanel]");
    if (tab) document.querySelector(`[role=tab][href="#${CSS.escape(tab.id)}"]`)?.click();
    part.scrollIntoView({ block: "center" });
    part.querySelector("input:not([type=hidden]), textarea, select, [contenteditable=true], button")?.focus();
  }

  panel.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.findingsPlace) jump(button.dataset.findingsPlace);
    else if (button && "findingsAgain" in button.dataset) again();
  });
  document.addEventListener("w-autosave:success", again);
})();

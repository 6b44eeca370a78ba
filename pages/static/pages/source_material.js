/* The source of an imported page beside its fields: asked for once, when somebody opens the panel. */
(() => {
  const panel = document.querySelector("[data-source-material]");
  if (!panel) return;
  const sections = panel.querySelector("[data-source-material-sections]");

  async function read() {
    const answer = await fetch(panel.dataset.sourceMaterial, { headers: { "X-Requested-With": "XMLHttpRequest" } });
    sections.removeAttribute("aria-busy");
    if (answer.ok) sections.innerHTML = await answer.text();
    else sections.textContent = "The source could not be read. Reload the page to try again.";
  }

  const container = panel.closest("[data-side-panel]");
  if (container.hidden) container.addEventListener("show", read, { once: true });
  else read();
})();

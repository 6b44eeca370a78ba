/* The findings of the content rules beside the editor: asked for again when the draft was saved, a jump to each place,
   and what an editor does about one of them. */
(() => {
  const panel = document.querySelector("[data-findings]");
  if (!panel) return;
  const list = panel.querySelector("[data-findings-list]");
  const said = panel.querySelector("[data-findings-said]");
  const editor = document.querySelector("form[data-edit-form]");
  const GOING_ON = "reviews-findings-place";

  let asked = 0;

  /* What was asked for last is shown, whatever arrives after it. */
  async function again() {
    asked += 1;
    const turn = asked;
    const answer = await fetch(panel.dataset.findings, { headers: { "X-Requested-With": "XMLHttpRequest" } });
    const found = await answer.text();
    if (answer.ok && turn === asked) show(found);
  }

  const rows = () => [...list.querySelectorAll("[data-findings-key]")];

  /* The row of a finding that was shown before: the nearest, where one passage has it several times. */
  function sameRow(key, offset) {
    const away = (row) => Math.abs(Number(row.dataset.findingsOffset) - Number(offset));
    const same = rows().filter((row) => row.dataset.findingsKey === key);
    return same.sort((one, other) => away(one) - away(other))[0];
  }

  /* A reason that somebody is writing is still there afterwards. */
  function show(found) {
    const written = [...list.querySelectorAll("[name=reason]")].filter((field) => field.value);
    const had = document.activeElement;
    list.innerHTML = found;
    for (const field of written) {
      const { findingsKey, findingsOffset } = field.closest("[data-findings-key]").dataset;
      const now = sameRow(findingsKey, findingsOffset)?.querySelector("[name=reason]");
      if (now) {
        now.value = field.value;
        now.closest("details").open = true;
        if (field === had) now.focus();
      }
    }
  }

  /* Where a step such as “body”, a block's id, or the number of a row leads from a part of the form. */
  function inside(part, step) {
    const named = (part || document).querySelector(`[data-contentpath="${CSS.escape(step)}"]`);
    if (named) return named;
    if (!part) return document.getElementById(`id_${step}-FORMS`)?.parentElement;
    const forms = part.querySelector(":scope > [id$='-FORMS']")?.children ?? [];
    return [...forms].filter((form) => !form.classList.contains("deleted"))[step];
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
      const field = part.querySelector("input:not([type=hidden]), textarea, select, [contenteditable=true]");
      (field ?? part.querySelector("button"))?.focus();
    });
  }

  function say(words) {
    said.textContent = words;
    said.focus();
  }

  /* Wagtail looks twice a second whether something was typed, and saves it a moment later. */
  const NOTICED_AFTER = 600;
  const SAVED_WITHIN = 10000;
  const wait = (time) => new Promise((resolve) => setTimeout(resolve, time));

  const hasEdits = () => editor.dataset.wUnsavedHasEditsValue === "true";
  let saving = false;
  let failed = false;
  for (const [event, starts, fails] of [["save", true, false], ["success", false, false], ["error", false, true]]) {
    document.addEventListener(`w-autosave:${event}`, () => {
      saving = starts;
      failed = fails;
    });
  }

  /* Whether everything that was typed is stored, and nothing is on its way: Wagtail may save twice in a row. */
  async function stored() {
    await wait(NOTICED_AFTER);
    failed = false;
    if (hasEdits() && !saving) {
      editor.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true, cancelable: true }));
    }
    for (const until = Date.now() + SAVED_WITHIN; Date.now() < until && !failed; await wait(50)) {
      if (!saving && !hasEdits()) return true;
    }
    return false;
  }

  async function send(row, facts) {
    const digest = list.querySelector("[data-findings-digest]").dataset.findingsDigest;
    const { findingsKey: key, findingsOffset: offset } = row.dataset;
    const answer = await fetch(panel.dataset.findings, {
      method: "POST",
      headers: { "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value },
      body: new URLSearchParams({ key, offset, shown_digest: digest, ...facts }),
    });
    const text = await answer.text();
    if (answer.ok) return text;
    await again();
    say(answer.status < 500 ? text : "The server did not answer. Nothing was changed; try again.");
    return null;
  }

  const NOT_STORED =
    "What you typed could not be saved yet, so nothing else was changed. Mend what the editor marks, and try again.";

  /* Nothing is typed while the server mends the stored draft; then the editor opens it at that place. */
  async function fix({ dataset: { findingsKey, findingsOffset } }) {
    editor.inert = true;
    const mended = (await stored()) ? await fixStored(findingsKey, findingsOffset) : say(NOT_STORED);
    if (mended) {
      const { editor: address, place } = JSON.parse(mended);
      sessionStorage.setItem(GOING_ON, place);
      window.location.assign(address);
    } else editor.inert = false;
  }

  async function fixStored(key, offset) {
    await again();
    const row = sameRow(key, offset);
    return row ? send(row, { act: "fix" }) : say("This finding no longer stands.");
  }

  async function answer(row, facts, words) {
    const found = await send(row, facts);
    if (found === null) return;
    asked += 1;
    show(found);
    say(words);
  }

  panel.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const row = button.closest("[data-findings-key]");
    if (button.dataset.findingsPlace) jump(button.dataset.findingsPlace);
    else if ("findingsAgain" in button.dataset) again().then(() => say(`${rows().length} findings on the saved draft.`));
    else if (button.dataset.findingsAct === "fix") fix(row);
    else if (button.dataset.findingsAct === "reopen") answer(row, { act: "reopen" }, "The finding stands again.");
  });
  panel.addEventListener("submit", (event) => {
    event.preventDefault();
    const { reason } = event.target.elements;
    const row = event.target.closest("[data-findings-key]");
    answer(row, { act: "dismiss", reason: reason.value }, "Dismissed. The reviewer will read your reason.");
  });
  document.addEventListener("w-autosave:success", again);

  /* Where to go on after a fix, as soon as Wagtail notices what is typed there. */
  const place = sessionStorage.getItem(GOING_ON);
  sessionStorage.removeItem(GOING_ON);
  if (place) document.addEventListener("w-unsaved:watch-edits", () => jump(place), { once: true });
})();

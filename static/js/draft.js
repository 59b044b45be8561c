// Keeps what is being written as a draft: in the phone's box at every change; where there is none, htmx sends it to the centre.
import { keepDraft } from "./boxdraft.js";
import { current } from "./lock.js";
import { hour } from "./page.js";

const states = new WeakMap();

function stateOf(form) {
  if (!states.has(form)) states.set(form, { changed: false, sent: false, under: null });
  return states.get(form);
}

/** One at a time, the newest words last. */
async function keep(form) {
  const state = stateOf(form);
  state.changed = !state.sent && Boolean(current());
  state.under ??= write(form, state).finally(() => { state.under = null; });
  return state.under;
}

async function write(form, state) {
  while (state.changed && form.isConnected) {
    state.changed = false;
    show(await keepDraft(current(), form).then(() => true, () => false));
  }
}

/** A form on its way to be recorded is no draft any more; resolves when none is being written. */
export function stopDraft(form) {
  const state = stateOf(form);
  state.sent = true;
  state.changed = false;
  return state.under;
}

function show(kept) {
  const line = document.querySelector("[data-draft-state]");
  if (!line) return;
  line.dataset.state = kept ? "saved" : "failed";
  line.lastElementChild.textContent = kept ? line.dataset.saved.replace("{time}", hour()) : line.dataset.failed;
}

/** The form's page is left for the next one of the same visit. */
export async function goOn(form) {
  await keep(form);
  location.assign(form.dataset.goesOn);
}

function changed({ target }) {
  const form = target.form ?? target.closest?.("form");
  if (form?.dataset.draft) keep(form);
}

document.addEventListener("input", changed);
document.addEventListener("change", changed);

// The centre keeps what no box does; nobody is asked to sign in for a draft.
document.addEventListener("htmx:config:request", (event) => {
  const { request, sourceElement } = event.detail.ctx;
  if (!sourceElement.hasAttribute("data-draft-at-centre")) return;
  if (current() || stateOf(sourceElement.closest("form")).sent) event.preventDefault();
  request.quiet = true;
});

document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  if (ctx.sourceElement.hasAttribute("data-draft-at-centre")) return show(ctx.response?.status < 400);
  if (!ctx.request.form?.dataset.draft || ctx.response?.status < 400 || ctx.kept) return;
  // Refused or not delivered: it is a draft again, as it now stands.
  for (const form of document.querySelectorAll("form[data-draft]")) {
    stateOf(form).sent = false;
    keep(form);
  }
});

document.addEventListener("submit", ({ target }) => { if (target.dataset.draft) stopDraft(target); });

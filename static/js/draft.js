// Keeps what is being written as a draft, at once in the phone's box; where there is none, a second later at the centre.
import { keepDraft } from "./boxdraft.js";
import { arrived, expectLate, nextMark } from "./late.js";
import { current } from "./lock.js";
import { fieldsOf } from "./page.js";
import { send } from "./requests.js";

const PAUSE = 1_000;
const SHORT = 300;
const AGAIN = 15_000;
const clock = new Intl.DateTimeFormat("pl", { hour: "numeric", minute: "2-digit", timeZone: "Europe/Warsaw" });
const states = new WeakMap();

function stateOf(form) {
  if (!states.has(form)) states.set(form, { timer: 0, changed: false, under: null });
  return states.get(form);
}

function later(form, pause = current() ? SHORT : PAUSE) {
  const state = stateOf(form);
  state.changed = true;
  if (!current()) expectLate();
  clearTimeout(state.timer);
  state.timer = setTimeout(() => keep(form), pause);
}

async function keep(form) {
  const state = stateOf(form);
  if (state.under || !state.changed || !form.isConnected) return;
  state.changed = false;
  state.under = new AbortController();
  const kept = current() ? await keepOnPhone(form) : await put(form, send, { signal: state.under.signal, quiet: true });
  const stopped = state.under.signal.aborted;
  state.under = null;
  if (stopped) return;
  show(kept);
  if (!kept) later(form, AGAIN);
  else if (state.changed) later(form);
  else arrived();
}

const keepOnPhone = (form) => keepDraft(current(), form).then(() => true, () => false);

/** The form's page is left for the next one of the same visit. */
export async function goOn(form) {
  await keepDraft(current(), form);
  location.assign(form.dataset.goesOn);
}

/** One quiet PUT of the whole form; true when the centre has it. */
async function put(form, way, more) {
  try {
    // The header says that a script asks: no session is answered with 401, not with a page to sign in.
    const headers = { "HX-Request": "true" };
    const body = fieldsOf(form);
    body.set("draft", nextMark());
    const answer = await way(form.dataset.draft, { method: "PUT", headers, body, ...more });
    return answer.ok;
  } catch {
    return false;
  }
}

function show(kept) {
  const line = document.querySelector("[data-draft-state]");
  if (!line) return;
  line.dataset.state = kept ? "saved" : "failed";
  line.lastElementChild.textContent = kept ? line.dataset.saved.replace("{time}", clock.format(new Date())) : line.dataset.failed;
}

/** The page is going away: the last words leave with it. */
function flush() {
  for (const form of document.querySelectorAll("form[data-draft]")) {
    const state = stateOf(form);
    // What is under way would end with the page, so it is sent again.
    if (!state.changed && !state.under) continue;
    state.changed = false;
    (current() ? keepOnPhone(form) : put(form, fetch, { keepalive: true })).then((kept) => kept || later(form));
  }
}

/** A form on its way to be recorded is no draft any more. */
function stop(form) {
  const state = stateOf(form);
  clearTimeout(state.timer);
  state.changed = false;
  state.under?.abort();
  arrived();
}

function changed({ target }) {
  const form = target.form ?? target.closest?.("form");
  if (form?.dataset.draft) later(form);
}

document.addEventListener("input", changed);
document.addEventListener("change", changed);
document.addEventListener("submit", ({ target }) => { if (target.dataset.draft) stop(target); });
window.addEventListener("pagehide", flush);
document.addEventListener("visibilitychange", () => { if (document.hidden) flush(); });

// Refused or not delivered: it is a draft again, as it now stands.
document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  // What the phone has kept is no draft either: a late one would come after the record.
  if (!ctx.request.form?.dataset.draft || ctx.response?.status < 400 || ctx.kept) return;
  for (const form of document.querySelectorAll("form[data-draft]")) later(form);
});

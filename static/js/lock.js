// The lock before the phone's box: a dialog over the page, so that what is typed underneath stays as it is.
import { dropKeys, giveKeys, takeKeys, touchKeys } from "./keys.js";
import { signIn } from "./signin.js";
import { say } from "./toast.js";
import { boxOf, openRecovery, openStore, read, setPassphrase, setRecovery, stateOf, tryPassphrase } from "./vault.js";

const IDLE = 300_000;
const TICK = 10_000;
const SHORT = 5_000;
const { person } = document.body.dataset;
const dialog = document.getElementById("unlock");
const form = dialog?.querySelector("form");
const channel = new BroadcastChannel("rodzina-lock");
const clock = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "numeric", minute: "2-digit", second: "2-digit" });
let db = null;
let box = null;
let letIn = null;
let recovered = null;
let seen = Date.now();
let moved = true;
let opening = start();

/** The open box, or nothing while it is locked or was never made. */
export const current = () => box;
/** Resolves with the box once it is open, with nothing where there is none. */
export const opened = () => opening;

async function start() {
  if (!dialog) return null;
  db = await openStore(person).catch(() => null);
  const state = await stateOf(db);
  showFor(state);
  if (state === "none" || state === "declined") return null;
  const keys = state === "ready" && (await takeKeys(person));
  return keys ? begin(await boxOf(db, person, keys)) : unlock();
}

/** Shows what belongs to this state of the box. */
function showFor(state) {
  for (const part of document.querySelectorAll("[data-when-box]")) part.hidden = !part.dataset.whenBox.split(" ").includes(state);
}

function begin(found, unlocked = false) {
  box = found;
  seen = Date.now();
  showFor("ready");
  document.dispatchEvent(new CustomEvent("rodzina:open", { detail: unlocked }));
  return box;
}

/** A box that was just made or opened is the one of this page, and the centre's key is put to it once. */
export async function adopt(found) {
  ({ db } = found.box);
  // The next page takes them from the worker, so they are there before this page says that all is ready.
  opening = giveKeys(found.box).then(() => begin(found.box, true));
  await opening;
  if (await read(db, "meta", "recovery")) return;
  const { recovery } = await hello();
  if (recovery) await setRecovery(found, recovery);
}

async function hello() {
  try {
    const answer = await fetch("/sync/hello", { headers: { "HX-Request": "true" }, redirect: "manual", signal: AbortSignal.timeout(SHORT) });
    const told = answer.ok ? await answer.json() : {};
    return told.person === person ? told : {};
  } catch {
    return {};
  }
}

function unlock() {
  tell("");
  dialog.showModal();
  return new Promise((resolve) => { letIn = resolve; });
}

function close(found) {
  recovered = null;
  dialog.close();
  letIn(found?.box ?? null);
  if (found) adopt(found);
}

function tell(words) {
  dialog.querySelector("[data-problem]").textContent = words;
}

function problemOf({ left, wait, spent }) {
  const { wrong, later, over } = dialog.dataset;
  if (spent) return over;
  return wait ? later.replace("{time}", clock.format(Date.now() + wait)) : wrong.replace("{left}", left);
}

async function answer(event) {
  event.preventDefault();
  const input = form.querySelector("input");
  const typed = input.value;
  input.value = "";
  tell(dialog.dataset.opening);
  if (recovered) {
    await setPassphrase(recovered, typed);
    return close(recovered);
  }
  const found = await tryPassphrase(db, person, typed);
  if (found.box) return close(found);
  tell(problemOf(found));
  input.focus();
}

/** Signing in with the account's password brings the centre's key; without one the page works as without a box. */
async function forgotten() {
  if (!(await signIn())) return;
  const { recovery } = await hello();
  recovered = recovery ? await openRecovery(db, person, recovery) : null;
  if (!recovered) {
    say("unopened");
    return close(null);
  }
  form.querySelector("input").minLength = 12;
  tell(dialog.dataset.anew);
}

/** Forgets the keys here, in the worker and in every tab. */
export function lock(everywhere = true) {
  if (!box) return;
  box = null;
  dropKeys();
  if (everywhere) channel.postMessage("lock");
  opening = unlock();
}

function watch() {
  if (!box) return;
  if (Date.now() - seen > IDLE) return lock();
  if (!moved) return;
  moved = false;
  touchKeys();
  channel.postMessage("active");
}

function active() {
  seen = Date.now();
  moved = true;
}

channel.addEventListener("message", ({ data }) => {
  if (data === "lock") lock(false);
  else seen = Date.now();
});
form?.addEventListener("submit", answer);
dialog?.addEventListener("cancel", (event) => event.preventDefault());
dialog?.querySelector("[data-forgotten]").addEventListener("click", forgotten);
for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, active, { capture: true, passive: true });
document.addEventListener("visibilitychange", watch);
setInterval(watch, TICK);
document.addEventListener("click", ({ target }) => { if (target.closest("[data-lock]")) lock(); });
document.addEventListener("submit", ({ target }) => { if (target.matches("[data-sign-out]")) dropKeys(); });

// The open box of this page: taken from the worker or unlocked, closed after five idle minutes, in every tab at once.
import { askIfLost, hello, isTooLong, meet } from "./hello.js";
import { dropKeys, giveKeys, takeKeys, touchKeys } from "./keys.js";
import { boxOf } from "./seal.js";
import { openStore, read, stateOf, write } from "./store.js";
import { say } from "./toast.js";
import { dialog, unlock } from "./unlock.js";
import { setRecovery } from "./vault.js";

const IDLE = 300_000;
const TICK = 10_000;
const { person } = document.body.dataset;
const channel = new BroadcastChannel("rodzina-lock");
let db = null;
let box = null;
let seen = Date.now();
let moved = true;
let opening = start();

/** The open box, or nothing while it is locked or was never made. */
export const current = () => box;
/** Resolves with the box once it is open, with nothing where there is none. */
export const opened = () => opening;

async function start() {
  if (!person) return askForAll();
  if (!dialog) return null;
  db = await openStore(person).catch(() => null);
  const state = await stateOf(db);
  showFor(state);
  if (state === "none" || state === "declined") return null;
  const keys = state === "ready" && (await takeKeys(person));
  return keys ? begin(await boxOf(db, person, keys)) : letIn();
}

/** Nobody is signed in, and perhaps nobody will be: a lost phone is told here. */
async function askForAll() {
  for (const { name } of await indexedDB.databases()) askIfLost(await openStore(name.slice(8)));
}

async function letIn() {
  askIfLost(db);
  const found = await unlock(db);
  if (!found || !(await isTooLong(db)) || (await hello(db)).person) return found && adopt(found);
  say("tooLong");
  return letIn();
}

/** Shows what belongs to this state of the box. */
function showFor(state) {
  for (const part of document.querySelectorAll("[data-when-box]")) part.hidden = !part.dataset.whenBox.split(" ").includes(state);
}

function begin(found, unlocked = false) {
  // The page without internet stood in for the one that was wanted: now the phone can show it.
  if (unlocked && dialog.hasAttribute("data-in-place")) location.reload();
  box = found;
  write(db, "used", Date.now());
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
  await meetCentre(found);
  return box;
}

async function meetCentre(found) {
  const told = await meet(found.box);
  if (told.recovery && !(await read(db, "meta", "recovery"))) await setRecovery(found, told.recovery);
}

/** Forgets the keys here, in the worker and in every tab. */
export function lock(everywhere = true) {
  if (!box) return;
  box = null;
  dropKeys();
  if (everywhere) channel.postMessage("lock");
  opening = letIn();
}

function watch() {
  if (!box) return;
  if (Date.now() - seen > IDLE) return lock();
  if (!moved) return;
  moved = false;
  touchKeys();
  channel.postMessage("active");
}

const active = () => { [seen, moved] = [Date.now(), true]; };

channel.addEventListener("message", ({ data }) => {
  if (data === "lock") lock(false);
  else seen = Date.now();
});
for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, active, { capture: true, passive: true });
document.addEventListener("visibilitychange", watch);
setInterval(watch, TICK);
document.addEventListener("click", ({ target }) => { if (target.closest("[data-lock]")) lock(); });
document.addEventListener("submit", ({ target }) => { if (target.matches("[data-sign-out]")) dropKeys(); });

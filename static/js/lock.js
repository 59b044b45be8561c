// The open box of this page: taken from the worker or unlocked; a code stands before it, or its keys are gone, in every tab at once.
import { askIfLost, hello, isTooLong, meet } from "./hello.js";
import { channel, giveKeys, softenKeys, takeKeys } from "./keys.js";
import { on, tellPage } from "./page.js";
import { boxOf } from "./seal.js";
import { boxesHere, openStore, read, stateOf, write } from "./store.js";
import { say } from "./toast.js";
import { close, dialog, unlock } from "./unlock.js";
import { setRecovery } from "./ways.js";

const JUST_NOW = 10_000;
const { person, initials } = document.body.dataset;
let db = null;
let box = null;
let opening = start();

/** The box whose keys are in memory, or nothing while there are none. */
export const current = () => box;
/** Resolves with the box once it is open, with nothing where there is none. */
export const opened = () => opening;

async function start() {
  if (!person) return askForAll();
  if (!dialog) return null;
  db = await openStore(person).catch(() => null);
  const state = await stateOf(db);
  document.body.dataset.box = state;
  if (state === "none") return null;
  const keys = state === "ready" && (await takeKeys(person));
  box = keys ? await boxOf(db, person, keys) : null;
  if (!box || keys.soft) return letIn();
  return begin(Date.now() - box.since < JUST_NOW);
}

/** Nobody is signed in, and perhaps nobody will be: a lost phone is told here. */
async function askForAll() {
  (await boxesHere()).forEach((held) => askIfLost(held.db));
}

async function letIn() {
  askIfLost(db);
  window.addEventListener("online", () => askIfLost(db), { once: true });
  const found = await unlock(db, box);
  if (found?.spent) return shut();
  if (!found || !(await isTooLong(db)) || (await hello(db)).person) return found && adopt(found);
  say("tooLong");
  return letIn();
}

/** Unlocked just now: everything that waits is tried at once. */
function begin(all) {
  for (const [key, value] of Object.entries({ used: Date.now(), out: "", ...(initials && { initials }) })) write(db, key, value);
  document.body.dataset.box = "ready";
  tellPage("open", all);
  return box;
}

/** A box that was just made or opened is the one of this page. */
export async function adopt(found) {
  ({ box } = found);
  ({ db } = box);
  // The next page takes them from the worker, so they are there before this page says that all is ready.
  await giveKeys(box);
  channel.postMessage("open");
  const meeting = meet(box).then(({ recovery }) => found.dk && recovery && setRecovery(found, recovery));
  const inPlace = dialog.hasAttribute("data-in-place");
  // A phone is not ready before the centre's key is put to its box; a page that stands in for another needs its session.
  if (inPlace || !(await read(db, "meta", "recovery"))) await meeting;
  if (inPlace) return anew();
  begin(true);
  opening = box;
  return box;
}

function anew() {
  location.reload();
  return new Promise(() => {});
}

/** The code stands before the box, here, for the worker and in every tab. */
export function lock(everywhere = true) {
  if (!box || dialog.open) return;
  softenKeys();
  if (everywhere) channel.postMessage("lock");
  opening = letIn();
}

/** Forgets the keys, here, in the worker and in every tab; the page gives way to the lock. */
export async function shut(everywhere = true) {
  if (everywhere) channel.postMessage("shut");
  await giveKeys(null);
  return anew();
}

channel.addEventListener("message", ({ data }) => {
  if (data === "lock") lock(false);
  if (data === "shut") shut(false);
  if (data === "open" && dialog?.open) box ? close({ box }) : location.reload();
});
on("click", "[data-lock]", () => lock());

// The worker's copy of the keys of an open box: after five idle minutes by its own clock a code stands before them, or they are gone where no page lives; after twelve hours always.
import { IDLE, LONGEST, answerOf } from "./port.js";

const SHORT = 200;
let keys = null;
let until = 0;

function heldKeys() {
  if (keys && Date.now() - keys.since > LONGEST) keys = null;
  if (keys && Date.now() >= until) keys.soft = true;
  return keys;
}

/** The keys, where nothing stands before them. */
export const openKeys = () => (heldKeys()?.soft ? null : keys);

const pages = () => self.clients.matchAll({ type: "window", includeUncontrolled: true });

function keep(given) {
  keys = given;
  until = Date.now() + IDLE;
  setTimeout(async () => { if (heldKeys()?.soft && !(await pages()).length) keys = null; }, IDLE + 1);
}

/** What a page says about the keys: here they are, or there are none any more, or it asks for those of its own person. */
export async function answerAbout({ data: { held, person }, ports: [port] }) {
  if (held !== undefined) keep(held);
  else await askPages();
  port.postMessage(heldKeys()?.person === person ? keys : null);
}

/** A worker that was restarted asks the pages that live. */
export async function askPages() {
  const given = heldKeys() ? [] : await Promise.all((await pages()).map((page) => answerOf(page, "keys", SHORT)));
  const found = given.find(Boolean);
  if (found) keep(found);
}

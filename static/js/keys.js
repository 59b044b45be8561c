// The keys live in memory only: here, and a copy with the worker, so that the next page need not ask for the passphrase. `soft`: a code stands before them.
import { answerOf } from "./port.js";

// A worker that sleeps has to be woken first, on a slow phone.
const SHORT = 3_000;
let held = null;
/** What every tab hears at once: active, lock, shut, open. */
export const channel = new BroadcastChannel("rodzina-lock");

/** Asks the worker, or tells it something; nothing where there is none. */
const ask = async (question) =>
  navigator.serviceWorker ? answerOf(navigator.serviceWorker.ready.then(({ active }) => active), question, SHORT) : null;

export async function takeKeys(person) {
  held = await ask({ person });
  return held;
}

/** What the worker is to keep: the keys of an open box, or, given nothing, none. */
export function giveKeys(box) {
  held = box && { person: box.person, enc: box.enc, mac: box.mac, since: box.since, soft: false };
  return ask({ held });
}

export const softenKeys = () => {
  held.soft = true;
  return ask({ held });
};

/** The person is at work: the worker's own clock begins anew. */
export const touchKeys = () => ask({ held });

// A worker that was restarted asks the pages that live.
navigator.serviceWorker?.addEventListener("message", ({ data, ports }) => {
  if (data === "keys") ports[0].postMessage(held);
});

// The keys live in memory only: here, and a copy with the worker, so that the next page need not ask for the passphrase.

// A worker that sleeps has to be woken first, on a slow phone.
const SHORT = 3_000;
let held = null;

/** Asks the worker; nothing where there is none, or when it takes too long. */
async function ask(message) {
  if (!("serviceWorker" in navigator)) return null;
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise((resolve) => { port1.onmessage = ({ data }) => resolve(data); });
  const asked = navigator.serviceWorker.ready.then(({ active }) => {
    active.postMessage(message, [port2]);
    return answer;
  });
  const late = new Promise((resolve) => { setTimeout(resolve, SHORT, null); });
  return Promise.race([asked, late]).finally(() => port1.close());
}

export async function takeKeys(person) {
  held = await ask({ keys: "take", person });
  return held;
}

export function giveKeys({ person, enc, mac }) {
  held = { person, enc, mac };
  return ask({ keys: "give", held });
}

/** The person is at work: the worker's own clock begins anew. */
export const touchKeys = () => held && ask({ keys: "touch" });

export function dropKeys() {
  held = null;
  return ask({ keys: "drop" });
}

// A worker that was restarted asks the pages that live.
navigator.serviceWorker?.addEventListener("message", ({ data, ports }) => {
  if (data === "keys") ports[0].postMessage(held);
});

// The worker's copy of the keys of an open box: gone when a page says so, and after five idle minutes by the worker's own clock.

const IDLE = 300_000;
const SHORT = 200;
let keys = null;
let until = 0;

export function heldKeys() {
  if (Date.now() >= until) keys = null;
  return keys;
}

function keep(given) {
  keys = given;
  until = Date.now() + IDLE;
  setTimeout(heldKeys, IDLE + 1);
}

/** What a page says about the keys: take, give, drop, touch; it gets those of its own person. */
export async function answerAbout({ data, ports: [port] }) {
  if (data.keys === "take") await askPages();
  if (data.keys === "give") keep(data.held);
  if (data.keys === "drop") keep(null);
  if (data.keys === "touch") keep(heldKeys());
  port.postMessage(heldKeys()?.person === data.person ? heldKeys() : null);
}

/** A worker that was restarted asks the pages that live. */
export async function askPages() {
  const pages = heldKeys() ? [] : await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const given = (await Promise.all(pages.map(ask))).find(Boolean);
  if (given) keep(given);
}

function ask(page) {
  const { port1, port2 } = new MessageChannel();
  page.postMessage("keys", [port2]);
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data);
    setTimeout(resolve, SHORT);
  });
}

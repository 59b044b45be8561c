// The small sign in the bar at the top: how many entries wait, or that all is sent. Without a box there is none.
import { current } from "./lock.js";
import { all, count, onOwn, one } from "./page.js";
import { rowsOf, waits } from "./store.js";

const signs = one(".signs");
if (signs) one(".appbar__title")?.after(signs);

async function show(sending) {
  if (!current()) return;
  const held = await rowsOf(current().db);
  const waiting = held.filter(waits).length;
  const check = held.filter(({ state }) => state === "check").length;
  document.body.dataset.sync = stateOf(sending, check, waiting);
  for (const number of all(".signs [data-many]")) count(number, check || waiting);
}

function stateOf(sending, check, waiting) {
  if (check) return "check";
  if (!navigator.onLine) return "offline";
  if (sending) return "sending";
  return waiting ? "waiting" : "sent";
}

onOwn("queue", show);

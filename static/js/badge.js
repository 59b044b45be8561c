// The small sign in the bar at the top: how many entries wait, or that all is sent. Without a box there is none.
import { current } from "./lock.js";
import { count } from "./page.js";
import { rowsOf, waits } from "./store.js";

const signs = document.getElementById("sync")?.content;
const title = document.querySelector(".appbar__title");
let shown = null;

async function show(sending) {
  const box = current();
  if (!box || !signs || !title) return;
  const held = await rowsOf(box.db);
  const waiting = held.filter(waits).length;
  const check = held.filter((row) => row.state === "check").length;
  const next = signs.querySelector(`[data-state=${stateOf(sending, check, waiting)}]`).cloneNode(true);
  const number = next.querySelector("[data-many]");
  if (number) count(number, check || waiting);
  shown?.remove();
  title.after(next);
  shown = next;
}

function stateOf(sending, check, waiting) {
  if (check) return "check";
  if (!navigator.onLine) return "offline";
  if (sending) return "sending";
  return waiting ? "waiting" : "sent";
}

document.addEventListener("rodzina:queue", ({ detail }) => show(detail.sending));

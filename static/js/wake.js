// When the queue is sent again and the pack is fetched: on opening, with the network, on coming back to the page, and now and then while it is seen.
import { drain } from "./delivery.js";
import { current } from "./lock.js";
import { fetchPack } from "./pack.js";
import { onOwn } from "./page.js";

const NOW_AND_THEN = 30_000;

function wake(all) {
  const box = current();
  if (!box || !navigator.onLine || document.hidden) return;
  drain(box, all);
  fetchPack(box);
}

onOwn("open", wake);
window.addEventListener("online", () => wake(true));
document.addEventListener("visibilitychange", () => wake());
setInterval(() => wake(), NOW_AND_THEN);

// The minutes of a visit under way, counted on from the centre's: the phone's own clock may be wrong. The timer role is silent.
import { all, everywhere, one } from "./page.js";

const OPENED = Date.now(); // a phone that sleeps stops performance.now()

function tick() {
  for (const clock of all("[data-clock]")) {
    const minutes = Number(clock.dataset.clock) + Math.floor((Date.now() - OPENED) / 60_000);
    const hours = one("[data-hours]", clock);
    hours.hidden = minutes < 60;
    hours.firstElementChild.textContent = Math.floor(minutes / 60);
    one("[data-minutes]", clock).textContent = minutes % 60;
  }
}

everywhere(tick);
setInterval(tick, 10_000);
document.addEventListener("visibilitychange", tick);

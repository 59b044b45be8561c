// The minutes of a visit under way. Shown, never spoken: the timer role is silent.
import { everywhere } from "./page.js";

function tick() {
  for (const clock of document.querySelectorAll("[data-clock]")) {
    const minutes = Math.max(0, Math.floor((Date.now() - Date.parse(clock.dataset.clock)) / 60_000));
    const hours = clock.querySelector("[data-hours]");
    hours.hidden = minutes < 60;
    hours.firstElementChild.textContent = Math.floor(minutes / 60);
    clock.querySelector("[data-minutes]").textContent = minutes % 60;
  }
}

everywhere(tick);
setInterval(tick, 10_000);
document.addEventListener("visibilitychange", tick);

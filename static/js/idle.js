// After five minutes without a touch, in any tab, the code stands before the box; twelve hours after it was opened its keys are gone.
import { channel, touchKeys } from "./keys.js";
import { current, lock, shut } from "./lock.js";
import { onOwn } from "./page.js";
import { IDLE, LONGEST } from "./port.js";
import { dialog } from "./unlock.js";

const TICK = 10_000;
let seen = Date.now();
let moved = true;

function watch() {
  if (!current()) return;
  if (Date.now() - current().since > LONGEST) return shut();
  if (Date.now() - seen > IDLE) return lock();
  if (!moved || dialog.open) return;
  moved = false;
  touchKeys();
  channel.postMessage("active");
}

const active = () => { [seen, moved] = [Date.now(), true]; };
const elsewhere = () => { seen = Date.now(); };

onOwn("open", elsewhere);
channel.addEventListener("message", ({ data }) => { if (data === "active") elsewhere(); });
for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, active, { capture: true, passive: true });
document.addEventListener("visibilitychange", watch);
setInterval(watch, TICK);

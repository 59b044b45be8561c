// When a visit was: the line above the fields follows them; on a page of the phone's own the visit began when its clock did, and ends now.
import { putBack } from "./boxdraft.js";
import { opened } from "./lock.js";
import { hour, writer } from "./page.js";
import { read } from "./store.js";

const STEP = 300_000;
const day = new Intl.DateTimeFormat("sv", { timeZone: "Europe/Warsaw" }).format;
const near = writer({ weekday: "short", day: "numeric", month: "short" });

function tell(form, now = Date.now()) {
  const line = form.querySelector("[data-when]");
  const { day: on, started, ended } = form.elements;
  if (!line || !on?.value || !started.value || !ended.value) return;
  const said = on.value === day(now) ? line.dataset.when : near(new Date(on.value));
  line.textContent = `${said}, ${started.value}–${ended.value}`.replace(/\b0(?=\d:)/g, "");
}

function set(form, name, moment) {
  form.elements[name].value = name === "day" ? day(moment) : hour(Math.round(moment / STEP) * STEP).padStart(5, "0");
}

function onOwnPage(form, began, now) {
  const clock = document.querySelector("[data-clock]");
  if (clock && began) {
    clock.dataset.clock = Math.floor((now - began) / 60_000);
    document.querySelector("[data-since]").textContent = hour(began);
  }
  if (!form.elements.ended || (!began && "planned" in form.dataset)) return;
  const start = began ?? now - 12 * STEP;
  set(form, "day", start);
  set(form, "started", start);
  set(form, "ended", Math.max(now, start + STEP));
}

async function show() {
  const box = await opened();
  for (const form of box ? document.querySelectorAll("form[data-draft]") : []) {
    // The phone's clock may be wrong: how far from the centre's is known since their last word.
    const { skew = 0 } = (await read(box.db, "meta", "contact")) ?? {};
    const onPage = (began) => onOwnPage(form, began && began + skew, Date.now() + skew);
    await putBack(box, form, document.body.dataset.keptAt ? onPage : () => {});
    tell(form, Date.now() + skew);
  }
}

document.addEventListener("change", ({ target }) => { if (target.form?.matches("form[data-draft]")) tell(target.form); });
show();

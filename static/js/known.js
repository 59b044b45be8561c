// When a visit was: the line above the fields follows them; on a page of the phone's own the visit began when its clock did, and ends now.
import { putBack } from "./boxdraft.js";
import { opened } from "./lock.js";
import { hour, writer } from "./page.js";

const STEP = 300_000;
const day = new Intl.DateTimeFormat("sv", { timeZone: "Europe/Warsaw" }).format;
const near = writer({ weekday: "short", day: "numeric", month: "short" });

function tell(form) {
  const line = form.querySelector("[data-when]");
  const { day: on, started, ended } = form.elements;
  if (!line || !on?.value || !started.value || !ended.value) return;
  const said = on.value === day(Date.now()) ? line.dataset.when : near(new Date(`${on.value}T12:00:00`));
  line.textContent = `${said}, ${started.value.replace(/^0/, "")}–${ended.value.replace(/^0/, "")}`;
}

function set(form, name, moment) {
  form.elements[name].value = name === "day" ? day(moment) : hour(Math.round(moment / STEP) * STEP).padStart(5, "0");
}

function onOwnPage(form, began) {
  const clock = document.querySelector("[data-clock]");
  if (clock && began) {
    clock.dataset.clock = Math.floor((Date.now() - began) / 60_000);
    document.querySelector("[data-since]").textContent = hour(began);
  }
  if (!form.elements.ended || form.dataset.planned) return;
  set(form, "ended", Date.now());
  set(form, "started", began ?? Date.now() - 12 * STEP);
  set(form, "day", began ?? Date.now());
}

async function show() {
  const box = await opened();
  for (const form of box ? document.querySelectorAll("form[data-draft]") : []) {
    await putBack(box, form, (began) => document.body.dataset.keptAt && onOwnPage(form, began));
    tell(form);
  }
}

document.addEventListener("change", ({ target }) => { if (target.form?.matches("form[data-draft]")) tell(target.form); });
show();

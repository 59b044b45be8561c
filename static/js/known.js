// What the phone knows of a form that is shown: its draft, and when the visit was. On a page of the phone's own the visit began when its clock did, and ends now.
import { AT_CENTRE, FORMS, TIED, draftOf, nameOf, putting } from "./draft.js";
import { skewOf } from "./hello.js";
import { opened } from "./lock.js";
import { STEP, all, clockTime, hour, isoDay, on, one, writer } from "./page.js";

const VISIT = "form[data-draft]";
const near = writer({ weekday: "short", day: "numeric", month: "short" });

/** Fills the form with a draft. */
function putBack(form, { pairs, names }) {
  const said = [...names, ...pairs.map(([name]) => name)].filter((name) => !TIED.includes(name));
  for (const field of form.elements) if (said.includes(field.name)) fill(field, pairs);
}

function fill(field, pairs) {
  const values = pairs.filter(([name]) => name === field.name).map(([, value]) => value);
  if (/radio|checkbox/.test(field.type)) field.checked = values.includes(field.value);
  else if (values.length) [field.value] = values;
}

/** The line above the fields follows them. */
function tell(form, now = Date.now()) {
  const line = one("[data-when]", form);
  const { day, started, ended } = form.elements;
  if (!line || !day?.value || !started.value || !ended.value) return;
  const said = day.value === isoDay(now) ? line.dataset.when : near(new Date(day.value));
  line.textContent = `${said}, ${started.value}–${ended.value}`.replace(/\b0(?=\d:)/g, "");
}

function onOwnPage(form, began, now) {
  const clock = one("[data-clock]");
  if (clock && began) {
    clock.dataset.clock = Math.floor((now - began) / 60_000);
    one("[data-since]").textContent = hour(began);
  }
  const { day, started, ended } = form.elements;
  if (!ended || (!began && "planned" in form.dataset)) return;
  const start = began ?? now - 12 * STEP;
  day.value = isoDay(start);
  started.value = clockTime(start);
  ended.value = clockTime(Math.max(now, start + STEP));
}

async function show() {
  const box = await opened();
  if (!box) return;
  one(AT_CENTRE)?.remove();
  const skew = await skewOf(box.db);
  for (const form of all(FORMS)) {
    const draft = await draftOf(box, nameOf(form));
    if (form.matches(VISIT) && document.body.dataset.keptAt) onOwnPage(form, draft.began && draft.began + skew, Date.now() + skew);
    putBack(form, draft);
    tell(form, Date.now() + skew);
  }
}

on("change", VISIT, (form) => tell(form));
show().finally(putting.resolve);

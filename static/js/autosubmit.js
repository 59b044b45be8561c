// Search and filters that answer while one types; without script the same form has its Enter key.
import { all, on } from "./page.js";

const PAUSE = 250;
const FORMS = "form[data-autosubmit]";
const timers = new WeakMap();

const fold = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("ł", "l");

/** On a page of the phone's own the centre cannot search: its rows are looked through. */
function lookThrough(words) {
  for (const row of all("main .list > li")) row.hidden = !fold(row.textContent).includes(fold(words));
}

on("input", FORMS, (form, { target }) => {
  if (document.body.dataset.keptAt) return lookThrough(target.value);
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => form.requestSubmit(), PAUSE));
});

/** Something was typed or chosen before this script was there. */
function isChanged(field) {
  if (!field.options) return field.value !== (field.defaultValue ?? field.value);
  return field.selectedIndex !== Math.max(0, [...field.options].findIndex((option) => option.defaultSelected));
}

for (const form of all(FORMS)) if ([...form.elements].some(isChanged)) form.requestSubmit();

// Back out of the browser's memory: what is chosen must be what the page shows.
window.addEventListener("pageshow", ({ persisted }) => {
  if (persisted) for (const form of all(FORMS)) form.reset();
});

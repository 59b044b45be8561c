// Search and filters that answer while one types; without script the same form has its Enter key.

const PAUSE = 250;
const timers = new WeakMap();
const forms = () => document.querySelectorAll("form[data-autosubmit]");

const fold = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("ł", "l");

/** On a page of the phone's own the centre cannot search: its rows are looked through. */
function lookThrough(words) {
  for (const row of document.querySelectorAll("main .list > li")) row.hidden = !fold(row.textContent).includes(fold(words));
}

document.addEventListener("input", ({ target }) => {
  const form = target.form;
  if (!form?.hasAttribute("data-autosubmit") || !window.htmx) return;
  if (document.body.dataset.keptAt) return lookThrough(target.value);
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => form.requestSubmit(), PAUSE));
});

/** Something was typed or chosen before this script was there. */
function isChanged(field) {
  if (!field.options) return field.value !== (field.defaultValue ?? field.value);
  const first = [...field.options].findIndex((option) => option.defaultSelected);
  return field.selectedIndex !== Math.max(0, first);
}

for (const form of forms()) if ([...form.elements].some(isChanged)) form.requestSubmit();

// Back out of the browser's memory: what is chosen must be what the page shows.
window.addEventListener("pageshow", ({ persisted }) => {
  if (persisted) for (const form of forms()) form.reset();
});

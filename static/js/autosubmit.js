// Search and filters that answer while one types; without script the same form has its Enter key.

const PAUSE = 250;
const timers = new WeakMap();
const forms = () => document.querySelectorAll("form[data-autosubmit]");

document.addEventListener("input", ({ target }) => {
  const form = target.form;
  if (!form?.hasAttribute("data-autosubmit") || !window.htmx) return;
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

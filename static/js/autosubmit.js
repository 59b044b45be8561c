// Search and filters that answer while one types; without script the same form has its Enter key.

const PAUSE = 250;
const timers = new WeakMap();

document.addEventListener("input", ({ target }) => {
  const form = target.form;
  if (!form?.hasAttribute("data-autosubmit") || !window.htmx) return;
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => form.requestSubmit(), PAUSE));
});

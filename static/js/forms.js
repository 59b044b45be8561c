// A form is sent once, however often it is tapped; a refused one leads to what has to be put right.
import { goOn } from "./draft.js";
import { everywhere, find, on, onHtmx } from "./page.js";
import { say } from "./toast.js";

const LONG = 10_000;
const sending = new WeakMap();

/** Not `disabled`: the button keeps the focus and its value is sent. Buttons may stand outside a form that is replaced. */
function setBusy(form) {
  const buttons = [...form.elements].filter(({ type }) => type === "submit");
  for (const button of buttons) button.setAttribute("aria-disabled", "true");
  sending.set(form, buttons);
}

function setFree(form) {
  for (const button of sending.get(form) ?? []) button.removeAttribute("aria-disabled");
  sending.delete(form);
}

function hold(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

// First of all listeners: a second tap while the first is on its way goes nowhere, and nothing leaves a page for the void.
on("submit", "form:not([data-autosubmit], [data-sign-out])", (form, event) => {
  const live = window.htmx && form.matches("[data-hx-post], [data-hx-put]");
  if (form.method === "dialog") return;
  if (sending.has(form)) return hold(event);
  if (form.dataset.goesOn) {
    hold(event);
    return goOn(form, event.submitter);
  }
  if (!live && !navigator.onLine) {
    say("offline");
    return hold(event);
  }
  setBusy(form);
  // A download leaves the page standing: let go after a while.
  if (!live) setTimeout(() => setFree(form), LONG);
}, true);

onHtmx("finally:request", ({ request: { form } }) => { if (form) setFree(form); });

// Back from the next page, perhaps out of the browser's memory: everything can be pressed again.
window.addEventListener("pageshow", () => {
  for (const form of document.forms) setFree(form);
});

everywhere((part) => (find(part, "[data-focus]") ?? find(part, "[aria-invalid=true], .field--error input"))?.focus());

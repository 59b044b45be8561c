// A form is sent once, however often it is tapped; a refused one leads to what has to be put right.
import { everywhere, find } from "./page.js";

const LONG = 10_000;
const sending = new WeakSet();

function setBusy(form, busy) {
  if (busy) sending.add(form);
  else sending.delete(form);
  for (const element of form.elements) {
    if (element.type !== "submit") continue;
    // Not `disabled`: the button keeps the focus and its value is sent.
    if (busy) element.setAttribute("aria-disabled", "true");
    else element.removeAttribute("aria-disabled");
  }
}

function isLive(form) {
  return Boolean(window.htmx) && form.matches("[data-hx-post], [data-hx-put]");
}

// First of all listeners: a second tap while the first is on its way goes nowhere.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.submitter?.formMethod === "dialog" || form.method === "dialog" || form.hasAttribute("data-autosubmit")) return;
  if (sending.has(form)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  setBusy(form, true);
  // A download leaves the page standing: let go after a while.
  if (!isLive(form)) setTimeout(() => setBusy(form, false), LONG);
}, true);

document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  if (ctx.request.form) setBusy(ctx.request.form, false);
});

// Back from the next page, perhaps out of the browser's memory: everything can be pressed again.
window.addEventListener("pageshow", () => {
  for (const form of document.forms) setBusy(form, false);
});

everywhere((part) => (find(part, "[data-focus]") ?? find(part, "[aria-invalid=true]"))?.focus());

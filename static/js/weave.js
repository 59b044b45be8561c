// Shows what waits on the phone inside the pages that it belongs to, at once and in every tab.
import { unfinished } from "./boxdraft.js";
import { current } from "./lock.js";
import { entries } from "./outbox.js";
import { hour } from "./page.js";
import { waits } from "./store.js";

const template = document.getElementById("woven");

async function weave() {
  const box = current();
  if (!box || !template) return;
  // A page of the phone's own may be older than what was sent meanwhile.
  const keptAt = Number(document.body.dataset.keptAt ?? Infinity);
  const waiting = (await entries(box)).filter((entry) => waits(entry) || entry.at > keptAt);
  const shown = [...waiting, ...(await unfinished(box))];
  const told = [...document.querySelectorAll("[data-about]")].flatMap((part) => mark(part, waiting));
  for (const slot of document.querySelectorAll("[data-slot]")) {
    const here = shown.filter((entry) => entry.slots?.includes(slot.dataset.slot) && !told.includes(entry));
    slot.replaceChildren(...here.map(row));
  }
  for (const form of document.querySelectorAll("form[data-outbox^=tick]")) tick(form, waiting);
}

function row({ title, created, href }) {
  const made = template.content.firstElementChild.cloneNode(true);
  const name = made.querySelector("[data-title]");
  name.textContent = title;
  if (href) name.href = href;
  made.querySelector("[data-hour]").textContent = hour(created);
  return made;
}

/** A part about one visit says what the phone holds of it, so that no list has to. */
function mark(part, waiting) {
  const { about } = part.dataset;
  const held = waiting.filter(({ url, body }) => (url + body).includes(about));
  if (held.length) part.dataset.keptForm = held.at(-1).form.split("@")[0];
  else delete part.dataset.keptForm;
  return held;
}

function tick(form, waiting) {
  const last = waiting.findLast(({ form: kind, url }) => kind === form.dataset.outbox && form.action.endsWith(url));
  const button = form.querySelector("button");
  if (!last) return;
  const done = new URLSearchParams(last.body).get("done") === "1";
  button.setAttribute("aria-pressed", String(done));
  button.value = done ? "" : "1";
  form.closest("[data-state]").dataset.state = done ? "done" : "todo";
}

document.addEventListener("rodzina:queue", weave);

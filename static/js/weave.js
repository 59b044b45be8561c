// Shows what waits on the phone inside the pages that it belongs to, at once and in every tab.
import { drafts } from "./draft.js";
import { current } from "./lock.js";
import { entries } from "./outbox.js";
import { all, cloned, hour, onOwn, one } from "./page.js";
import { waits } from "./store.js";

const template = document.getElementById("woven");

async function weave() {
  const box = current();
  if (!box || !template) return;
  // A page of the phone's own may be older than what was sent meanwhile.
  const keptAt = Number(document.body.dataset.keptAt ?? Infinity);
  const waiting = (await entries(box)).filter((entry) => waits(entry) || entry.at > keptAt);
  const unfinished = (await drafts(box)).filter(({ title }) => title).map((draft) => ({ ...draft, created: draft.at, slots: "drafts" }));
  const shown = [...waiting, ...unfinished];
  const told = all("[data-about]").flatMap((part) => mark(part, waiting));
  for (const slot of all("[data-slot]")) {
    const here = shown.filter((entry) => entry.slots?.includes(slot.dataset.slot) && !told.includes(entry));
    slot.replaceChildren(...here.map(row));
  }
  for (const form of all("form[data-outbox^=tick]")) tick(form, waiting);
}

function row({ title, created, href }) {
  const made = cloned(template, { title, hour: hour(created) });
  if (href) one("[data-title]", made).href = href;
  return made;
}

/** A part about one visit says what the phone holds of it, so that no list has to. */
function mark(part, waiting) {
  const held = waiting.filter(({ url, body }) => (url + body).includes(part.dataset.about));
  if (held.length) part.dataset.keptForm = held.at(-1).form.split("@")[0];
  else delete part.dataset.keptForm;
  return held;
}

function tick(form, waiting) {
  const last = waiting.findLast(({ form: kind, url }) => kind === form.dataset.outbox && form.action.endsWith(url));
  if (!last) return;
  const button = one("button", form);
  const done = new URLSearchParams(last.body).get("done") === "1";
  button.setAttribute("aria-pressed", done);
  button.value = done ? "" : "1";
  form.closest("[data-state]").dataset.state = done ? "done" : "todo";
}

onOwn("queue", weave);

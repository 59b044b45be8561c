// Keeps what is being written as a draft: in the phone's box at every change; where there is none, htmx sends it to the centre.
import { current } from "./lock.js";
import { all, fieldsOf, hour, on, onHtmx, one } from "./page.js";
import { seal, unseal } from "./seal.js";
import { read, within } from "./store.js";

export const TIED = ["operation", "from"];
export const FORMS = "form[data-draft], form[data-outbox][id]";
// What htmx sends to the centre where no box keeps it.
export const AT_CENTRE = "[data-draft-at-centre]";
const sent = new WeakSet();
/** Until the drafts of this page are put back into their forms, nothing is written over them. */
export const putting = Promise.withResolvers();

/** Under which name the draft of a form lies: forms of one visit share theirs. */
export const nameOf = (form) => form.dataset.draft ?? (form.id && form.getAttribute("action"));

const inTurn = (work) => navigator.locks.request("rodzina-draft", work);

/** One at a time, the newest words last. */
const keep = (form) => inTurn(async () => {
  await putting.promise;
  if (current() && !sent.has(form)) show(await keepWords(current(), form).then(() => true, () => false));
});

/** What the form says now; what another form of the same visit has said stays. */
async function keepWords(box, form) {
  const names = [...form.elements].map(({ name }) => name);
  const said = [...fieldsOf(form)].filter(([name]) => !TIED.includes(name));
  const held = await draftOf(box, nameOf(form));
  const title = (form.dataset.draft && form.dataset.outboxTitle) ?? held.title;
  const pairs = [...held.pairs.filter(([name]) => !names.includes(name)), ...said];
  await putDraft(box, nameOf(form), { ...held, title, href: location.pathname, pairs, names });
}

export async function draftOf(box, key) {
  const held = await read(box.db, "drafts", key);
  return held ? unseal(box, "drafts", key, held) : { pairs: [], names: [] };
}

export const draftSealed = (box, key, draft) => seal(box, "drafts", key, { ...draft, v: 1, at: Date.now() });

export async function putDraft(box, key, draft) {
  const sealed = await draftSealed(box, key, draft);
  await within(box.db, ["drafts"], (store) => store.put(sealed, key));
}

/** All there are. */
export async function drafts(box) {
  const names = await within(box.db, ["drafts"], (held) => held.getAllKeys(), "readonly");
  return Promise.all(names.map((name) => draftOf(box, name)));
}

/** A form on its way to be recorded is no draft any more; resolves when none is being written. */
export function stopDraft(form) {
  sent.add(form);
  return inTurn(() => {});
}

function show(kept) {
  const line = one("[data-draft-state]");
  if (!line) return;
  const { saved, failed } = line.dataset;
  line.dataset.state = kept ? "saved" : "failed";
  line.lastElementChild.textContent = kept ? saved.replace("{time}", hour()) : failed;
}

/** The form's page is left for the next one of the same visit; a quick thumb comes before the box is open. Where there is none, the centre keeps what the form says. */
export async function goOn(form, button) {
  await keep(form);
  const { goesOn } = form.dataset;
  if (current()) return location.assign(goesOn);
  delete form.dataset.goesOn;
  form.requestSubmit(button);
}

for (const kind of ["input", "change"]) on(kind, FORMS, keep);

onHtmx("finally:request", ({ kept, request, response, sourceElement }) => {
  if (sourceElement.matches(AT_CENTRE)) return show(response?.status < 400);
  if (!request.form?.matches(FORMS) || response?.status < 400 || kept) return;
  // Refused or not delivered: it is a draft again, as it now stands.
  for (const form of all(FORMS)) {
    sent.delete(form);
    keep(form);
  }
});

on("submit", FORMS, stopDraft);

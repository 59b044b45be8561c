// Drafts of a phone with a box: sealed in it, and put back into the form when its page is shown again.
import { fieldsOf } from "./page.js";
import { seal, unseal } from "./seal.js";
import { read, within } from "./store.js";

const TIED = ["operation", "from"];

async function heldFor(box, key) {
  const held = await read(box.db, "drafts", key);
  return held ? unseal(box, "drafts", key, held) : { pairs: [] };
}

async function put(box, key, draft) {
  const sealed = await seal(box, "drafts", key, { ...draft, v: 1, at: Date.now() });
  await within(box.db, ["drafts"], (drafts) => drafts.put(sealed, key));
}

/** What the form says now; what another form of the same visit has said stays. */
export async function keepDraft(box, form) {
  const names = new Set([...form.elements].map(({ name }) => name));
  const { pairs, began } = await heldFor(box, form.dataset.draft);
  const said = [...fieldsOf(form)].filter(([name]) => !TIED.includes(name));
  const title = form.dataset.outboxTitle;
  await put(box, form.dataset.draft, { began, title, href: location.pathname, pairs: [...pairs.filter(([name]) => !names.has(name)), ...said], names: [...names] });
}

/** What is unfinished: its title, where it goes on, since when. */
export async function unfinished(box) {
  const keys = await within(box.db, ["drafts"], (drafts) => drafts.getAllKeys(), "readonly");
  const held = await Promise.all(keys.map((key) => heldFor(box, key)));
  return held.filter(({ title }) => title).map(({ title, href, at }) => ({ title, href, created: at, slots: "drafts" }));
}

/** A visit that begins now: its page may be shown without the centre, which cannot tell since when. */
export const keepBeginning = (box, key) => put(box, key, { began: Date.now(), pairs: [], names: [] });

/** Fills the form with its draft; before that tells since when its visit lasts, as far as the phone knows. */
export async function putBack(box, form, tell) {
  const { pairs, names = [], began } = await heldFor(box, form.dataset.draft);
  tell(began);
  const said = new Set([...names, ...pairs.map(([name]) => name)]);
  for (const [name, value] of pairs) if (/^agree-\d+-text$/.test(name) && value) addRow(form, name, value, pairs);
  for (const field of form.elements) if (said.has(field.name) && !TIED.includes(field.name)) fill(field, pairs);
}

function fill(field, pairs) {
  const values = pairs.filter(([name]) => name === field.name).map(([, value]) => value);
  if (/radio|checkbox/.test(field.type)) field.checked = values.includes(field.value);
  else if (values.length) [field.value] = values;
}

function addRow(form, name, text, pairs) {
  if (form.elements[name]) return;
  const [, area] = pairs.find(([other]) => other === name.replace("text", "area")) ?? [];
  form.dispatchEvent(new CustomEvent("rodzina:row", { bubbles: true, detail: { name, text, area } }));
}

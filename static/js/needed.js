// What must not be empty is asked for before a form is kept: without signal nobody else can ask.
import { all, cloned, one } from "./page.js";

const FIELDS = "input, select, textarea";
const isFilled = ({ type, checked, value }) => (/radio|checkbox/.test(type) ? checked : value.trim());

/** What belongs to a meeting is not asked for where nobody met. */
const lacks = (form) => (part) =>
  (part.closest(".if-met") ?? form).checkVisibility() &&
  !all(FIELDS, part).some(isFilled) &&
  !(part.dataset.neededOr && one(part.dataset.neededOr, form));

/** Says by each field what it lacks; true where anything does. */
export function asks(form) {
  for (const old of all("[data-told]", form)) old.remove();
  const empty = all("[data-needed]", form).filter(lacks(form));
  for (const part of empty) one("legend, label", part).after(cloned(document.getElementById("needed"), { words: part.dataset.needed }));
  const [first] = empty;
  const folded = first?.closest("details");
  if (folded) folded.open = true;
  if (first) one(FIELDS, first).focus();
  return empty.length > 0;
}

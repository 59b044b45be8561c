// Numbers the drafts of a page, and asks for a page again that a reload has shown before its last words arrived.

const WAIT = 250;
const TRIES = 20;
// Two on their way may arrive in any order: the centre keeps the later one of this page.
const PAGE = Math.random().toString(36).slice(2);
let count = 0;

function mark(number) {
  return `${PAGE}.${number}`;
}

export function nextMark() {
  count += 1;
  return mark(count);
}

/** Words are on their way: the entry of the history knows under which number, and none of the words. */
export function expectLate() {
  note(mark(count + 1));
}

export function arrived() {
  note(null);
}

function note(late) {
  if ((history.state?.late ?? null) !== late) history.replaceState({ ...history.state, late, tries: 0 }, "");
}

/** Whether the draft that this page shows is that one, or a later one of the same page before it. */
function shows(form, late) {
  const [[page, number], [same, kept]] = [late, form.dataset.kept].map((told) => told.split("."));
  return page === same && Number(kept) >= Number(number);
}

// Until it has them nothing is typed on it.
function catchUp() {
  const { late, tries = 0 } = history.state ?? {};
  const form = document.querySelector("form[data-draft]");
  if (!late || !form || tries >= TRIES || shows(form, late)) return arrived();
  form.inert = true;
  setTimeout(() => {
    history.replaceState({ late, tries: tries + 1 }, "");
    location.reload();
  }, WAIT);
}

catchUp();

// Words shared by the modules: work for the whole page and every part that arrives, finding in a part, a form's fields.

/** Runs now for the whole page and again for every part htmx brings. */
export function everywhere(work) {
  work(document);
  document.addEventListener("htmx:after:settle", ({ detail }) => {
    for (const node of detail.newContent) if (node instanceof Element) work(node);
  });
}

/** The part itself or the first inside it that matches. */
export function find(part, selector) {
  return part.matches?.(selector) ? part : part.querySelector(selector);
}

/** The fields of a form as an ordinary urlencoded body. */
export function fieldsOf(form) {
  return new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
}

/** Times as the page's language writes them, at the clock of the families. */
export const writer = (style) => new Intl.DateTimeFormat(document.documentElement.lang, { timeZone: "Europe/Warsaw", ...style }).format;
export const hour = writer({ hour: "numeric", minute: "2-digit" });

const plurals = new Intl.PluralRules(document.documentElement.lang);

/** Puts a number into the form of the word that it needs; the page brings the forms along. */
export function count(element, number) {
  const { one, few, many } = element.dataset;
  element.textContent = ({ one, few }[plurals.select(number)] ?? many).replace(/\d+/, number);
}

// Words shared by the modules: listening, work for the whole page and every part that arrives, a form's fields, times and numbers as people write them.

const { lang } = document.documentElement;

/** Listens for an event on whatever matches, now or later. */
export function on(kind, selector, work, options) {
  document.addEventListener(kind, (event) => {
    const found = event.target.closest?.(selector);
    if (found) work(found, event);
  }, options);
}

/** Listens for an event of htmx: its context, then the event. */
export const onHtmx = (kind, work) => document.addEventListener(`htmx:${kind}`, (event) => work(event.detail.ctx, event));

/** Listens for an event of our own. */
export const onOwn = (kind, work) => document.addEventListener(`rodzina:${kind}`, ({ detail }) => work(detail));
export const tellPage = (kind, detail) => document.dispatchEvent(new CustomEvent(`rodzina:${kind}`, { detail }));

export const one = (selector, part = document) => part.querySelector(selector);
export const all = (selector, part = document) => [...part.querySelectorAll(selector)];

/** Runs now for the whole page and again for every part htmx brings. */
export function everywhere(work) {
  work(document);
  document.addEventListener("htmx:after:settle", ({ detail }) => {
    for (const node of detail.newContent) if (node instanceof Element) work(node);
  });
}

/** The part itself or the first inside it that matches. */
export const find = (part, selector) => (part.matches?.(selector) ? part : one(selector, part));

/** The fields of a form as an ordinary urlencoded body. */
export const fieldsOf = (form) => new URLSearchParams(new FormData(form));

/** A new row from a template of the page, with words for its places. */
export function cloned(template, words = {}) {
  const made = template.content.firstElementChild.cloneNode(true);
  for (const [place, text] of Object.entries(words)) one(`[data-${place}]`, made).textContent = text;
  return made;
}

/** Times as the page's language writes them, at the clock of the families. */
export const writer = (style, language = lang) => new Intl.DateTimeFormat(language, { timeZone: "Europe/Warsaw", ...style }).format;
export const hour = writer({ hour: "numeric", minute: "2-digit" });
export const isoDay = writer({}, "sv");
export const STEP = 300_000;
/** As a field of hours holds it, to five minutes. */
export const clockTime = (moment) => hour(Math.round(moment / STEP) * STEP).padStart(5, "0");

const plurals = new Intl.PluralRules(lang);

/** Puts a number into the form of the word that it needs; the page brings the forms along. */
export function count(element, number) {
  const { one: single, few, many } = element.dataset;
  element.textContent = ({ one: single, few }[plurals.select(number)] ?? many).replace(/\d+/, number);
}

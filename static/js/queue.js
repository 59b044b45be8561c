// The page of what waits and what was sent: rows cloned from the page's own templates, filled from the box.
import { drain } from "./delivery.js";
import { current } from "./lock.js";
import { entries } from "./outbox.js";
import { count } from "./page.js";
import { say } from "./toast.js";

const page = document.querySelector("[data-queue]");
const write = (style) => new Intl.DateTimeFormat(document.documentElement.lang, { ...style, timeZone: "Europe/Warsaw" }).format;
const day = write({ day: "numeric", month: "short" });
const hour = write({ hour: "numeric", minute: "2-digit" });
const DAY = 86_400_000;
let texts = new Map();
let turn = 0;

async function show(sending) {
  const box = current();
  if (!page || !box) return;
  turn += 1;
  const mine = turn;
  const held = await entries(box);
  // A later picture has overtaken this one.
  if (mine !== turn) return;
  texts = new Map(held.map(({ op, text }) => [op, text]));
  for (const list of page.querySelectorAll("[data-list]")) {
    const here = held.filter((entry) => listOf(entry) === list.dataset.list);
    if (list.dataset.list === "sent") here.reverse();
    list.hidden = !here.length;
    list.querySelector("ul").replaceChildren(...here.map((entry) => row(entry, sending)));
    const number = list.querySelector("[data-many]");
    if (number) count(number, here.length);
  }
  page.querySelector("[data-empty]").hidden = held.length > 0;
  page.querySelector("[data-offline]").hidden = navigator.onLine;
}

/** As people say it: "dziś, 10:31". */
function told(time) {
  const { today, yesterday } = page.dataset;
  const words = { [day(Date.now() - DAY)]: yesterday, [day(Date.now())]: today };
  return `${words[day(time)] ?? day(time)}, ${hour(time)}`;
}

const listOf = ({ state }) => (state === "sent" || state === "check" ? state : "waiting");

function kindOf({ op, state, parked }, sending) {
  if (parked) return "parked";
  return state === "waiting" && op === sending ? "sending" : state;
}

function row(entry, sending) {
  const made = page.querySelector(`template[data-row=${kindOf(entry, sending)}]`).content.firstElementChild.cloneNode(true);
  made.dataset.op = entry.op;
  made.querySelector("[data-title]").textContent = entry.title;
  const meta = made.querySelector("[data-meta]");
  const words = entry.receipt ? meta.dataset.numbered : meta.textContent;
  meta.textContent = words.replace("{when}", told(entry.at ?? entry.created)).replace("{number}", entry.receipt);
  return made;
}

page?.addEventListener("click", async ({ target }) => {
  if (target.closest("[data-send]") && current()) await drain(current(), true);
  if (!target.closest("[data-copy]")) return;
  await navigator.clipboard.writeText(texts.get(target.closest("[data-op]").dataset.op));
  say("copied");
});

document.addEventListener("rodzina:open", () => show());
document.addEventListener("rodzina:queue", ({ detail }) => show(detail.sending));
window.addEventListener("online", () => show());
window.addEventListener("offline", () => show());

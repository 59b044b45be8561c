// The page of what waits and what was sent: rows cloned from the page's own templates, filled from the box.
import { drain } from "./delivery.js";
import { current } from "./lock.js";
import { entries } from "./outbox.js";
import { count, hour, writer } from "./page.js";
import { say } from "./toast.js";
import { saveFile } from "./wipe.js";

const page = document.querySelector("[data-queue]");
const day = writer({ day: "numeric", month: "short" });
const DAY = 86_400_000;
let turn = 0;

async function show(sending) {
  const box = current();
  if (!page || !box) return;
  turn += 1;
  const mine = turn;
  const held = await entries(box);
  // A later picture has overtaken this one.
  if (mine !== turn) return;
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
  const box = current();
  const { rescue, send, copy } = target.closest("button")?.dataset ?? {};
  if (!box) return;
  if (rescue) saveFile(box.db);
  if (send) drain(box, true);
  if (!copy) return;
  const { op } = target.closest("[data-op]").dataset;
  await navigator.clipboard.writeText((await entries(box)).find((entry) => entry.op === op).text);
  say("copied");
});

document.addEventListener("rodzina:queue", ({ detail }) => show(detail.sending));

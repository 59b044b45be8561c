// The page of what waits and what was sent: rows cloned from the page's own templates, filled from the box.
import { drain } from "./delivery.js";
import { current } from "./lock.js";
import { isMendable } from "./mend.js";
import { entries } from "./outbox.js";
import { all, cloned, count, hour, on, onOwn, one, writer } from "./page.js";
import { say } from "./toast.js";
import { saveFile } from "./wipe.js";

const page = one("[data-queue]");
const day = writer({ day: "numeric", month: "short" });
const DAY = 86_400_000;
let turn = 0;

async function show(sending) {
  if (!page || !current()) return;
  turn += 1;
  const mine = turn;
  const held = await entries(current());
  // A later picture has overtaken this one.
  if (mine !== turn) return;
  for (const list of all("[data-list]", page)) {
    const here = held.filter((entry) => listOf(entry) === list.dataset.list);
    if (list.dataset.list === "sent") here.reverse();
    list.hidden = !here.length;
    one("ul", list).replaceChildren(...here.map((entry) => row(entry, sending)));
    const number = one("[data-many]", list);
    if (number) count(number, here.length);
  }
  one("[data-empty]", page).hidden = held.length > 0;
  one("[data-offline]", page).hidden = navigator.onLine;
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
  const made = cloned(one(`template[data-row=${kindOf(entry, sending)}]`, page), { title: entry.title });
  Object.assign(made.dataset, { op: entry.op, record: entry.record });
  const mend = one("[data-mend]", made);
  if (mend) mend.hidden = !isMendable(entry);
  const meta = one("[data-meta]", made);
  const words = entry.receipt ? meta.dataset.numbered : meta.textContent;
  meta.textContent = words.replace("{when}", told(entry.at ?? entry.created)).replace("{number}", entry.receipt);
  return made;
}

on("click", "[data-rescue]", () => saveFile(current().db));
on("click", "[data-send]", () => drain(current(), true));
on("click", "[data-copy]", async (button) => {
  const { op } = button.closest("[data-op]").dataset;
  const { body, title } = (await entries(current())).find((entry) => entry.op === op);
  // What a person has written; not ids, dates and codes.
  const words = [...new URLSearchParams(body).values()].filter((value) => /[^\w:-]/.test(value));
  await navigator.clipboard.writeText([title, ...words].join("\n"));
  say("copied");
});

onOwn("queue", show);

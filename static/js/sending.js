// A form with data-outbox: sealed on the phone first, then sent while the person waits; without an answer it goes on later.
import { drain, send } from "./delivery.js";
import { opened } from "./lock.js";
import { enqueue, entries } from "./outbox.js";
import { send as sendNow } from "./requests.js";
import { signIn } from "./signin.js";
import { say } from "./toast.js";

const PATIENCE = 4_000;
const NEXT = "/today";
const KEPT = "#kept";

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  if (ctx.sourceElement.dataset.outbox) ctx.fetch = (address, request) => post(ctx, address, request);
});

async function post(ctx, address, request) {
  const form = ctx.sourceElement;
  const box = await opened();
  // No room on the phone: as without a box, straight to the centre.
  const entry = box && (await enqueue(box, request.headers["Idempotency-Key"], letter(form, address, request)).catch(() => null));
  if (!entry) return sendNow(address, request);
  const sent = entry.state !== "sent" && (await live(box, entry, request.headers));
  if (sent?.acked) {
    drain(box);
    return sent.answer;
  }
  ctx.kept = true;
  leave(form, sent?.answer?.status !== 401);
  // Not an error: htmx lets go of the request without a word.
  throw new DOMException("kept on the phone", "AbortError");
}

function letter(form, url, { body }) {
  const { outbox, outboxRecord, outboxTitle } = form.dataset;
  return { url, form: outbox, record: outboxRecord, title: outboxTitle, body: String(body), text: readable(form) };
}

/** What a person would copy by hand if all else failed. */
function readable(form) {
  const said = [...form.elements].filter((field) => (/radio|checkbox/.test(field.type) ? field.checked : field.labels?.length && field.value));
  const words = (field) => field.labels[0]?.textContent.trim() ?? "";
  return said.map((field) => (field.matches("[type=radio], [type=checkbox]") ? words(field) : `${words(field)}: ${field.value}`)).join("\n");
}

/** The first try. What is older of the same record goes first, so then nobody waits for an answer. */
async function live(box, entry, headers) {
  const older = (await entries(box)).some((one) => one.record === entry.record && one.state !== "sent" && one.seq < entry.seq);
  if (older || !navigator.onLine) return null;
  const attempt = () => Promise.race([send(box, entry, "live", headers), new Promise((resolve) => { setTimeout(resolve, PATIENCE); })]);
  const sent = await attempt();
  return sent?.answer?.status === 401 && (await signIn()) ? attempt() : sent;
}

function leave(form, signedIn) {
  if (navigator.onLine && signedIn) return location.assign(NEXT + KEPT);
  say("kept");
  for (const element of form.elements) if (element.type === "submit") element.disabled = true;
  for (const note of document.querySelectorAll("[data-kept-note]")) note.hidden = false;
}

if (location.hash === KEPT) {
  history.replaceState(history.state, "", location.pathname);
  say("kept");
}

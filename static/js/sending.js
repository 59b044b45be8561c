// A form with data-outbox: sealed on the phone first, then sent while the person waits; without an answer it goes on later.
import { drain, send } from "./delivery.js";
import { nameOf, putDraft, stopDraft } from "./draft.js";
import { opened } from "./lock.js";
import { asks } from "./needed.js";
import { enqueue, entries } from "./outbox.js";
import { onHtmx } from "./page.js";
import { send as sendNow } from "./requests.js";
import { signIn } from "./signin.js";
import { waits } from "./store.js";
import { say } from "./toast.js";

const PATIENCE = 4_000;
const KEPT = "#kept";

onHtmx("config:request", (ctx) => {
  if (ctx.sourceElement.dataset.outbox) ctx.fetch = (address, request) => post(ctx, address, request);
});

async function post(ctx, address, request) {
  const form = ctx.sourceElement;
  const box = await opened();
  if (box && asks(form)) throw stopped();
  const sealed = box && letter(form, address, request);
  await stopDraft(form);
  // No room on the phone: as without a box, straight to the centre.
  const entry = box && (await enqueue(box, request.headers["Idempotency-Key"], sealed).catch(() => null));
  if (!entry) return sendNow(address, request);
  // A visit that begins now: its page may be shown without the centre, which cannot tell since when.
  if (sealed.form === "start@1") await putDraft(box, sealed.leads.replace("/clock", "/draft"), { began: Date.now(), pairs: [], names: [] });
  const sent = waits(entry) && (await live(box, entry, request.headers));
  if (sent?.acked) {
    drain(box);
    return sent.answer;
  }
  ctx.kept = true;
  const stays = !sealed.leads || sealed.leads === location.pathname || sent?.answer?.status === 401;
  if (stays) say("kept");
  else location.assign(sealed.leads + KEPT);
  throw stopped();
}

/** Not an error: htmx lets go of the request without a word. */
const stopped = () => new DOMException("kept on the phone", "AbortError");

function letter(form, url, { body }) {
  const { outbox, outboxTitle, outboxNext, outboxSlots } = form.dataset;
  const fields = new URLSearchParams(String(body));
  const filled = (text = "") => text.replace(/\{(\w+)\}/g, (_all, name) => fields.get(name) ?? "");
  const [, record = "own"] = url.match(/^\/families\/([^/]+)/) ?? [];
  return { url, form: outbox, record, title: filled(outboxTitle), leads: filled(outboxNext), slots: outboxSlots, draft: nameOf(form) || url.replace("/missed", "/draft"), page: form.id && location.pathname, names: [...form.elements].map(({ name }) => name), body: String(body) };
}

/** The first try. What is older of the same family goes first, so then nobody waits for an answer. */
async function live(box, entry, headers) {
  const older = (await entries(box)).some((one) => one.record === entry.record && waits(one) && one.seq < entry.seq);
  if (older || !navigator.onLine) return null;
  const attempt = () => Promise.race([send(box, entry, "live", headers), new Promise((resolve) => { setTimeout(resolve, PATIENCE); })]);
  const sent = await attempt();
  return sent?.answer?.status === 401 && (await signIn()) ? attempt() : sent;
}

if (location.hash === KEPT) {
  history.replaceState(history.state, "", location.pathname);
  say("kept");
}

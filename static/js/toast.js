// One short message at a time: 8 seconds, longer while the mouse or the keyboard is on it.
import { everywhere, find, onHtmx } from "./page.js";

const TIME = 8_000;
const area = document.getElementById("toast");
let timer = 0;
// All other refusals bring their own sentence, into the form or to this place.
const UNSAID = [400, 405, 410, 429];

// A finger leaves :hover behind where it tapped last, so only a real pointer counts.
const HELD = matchMedia("(hover: hover)").matches ? ":hover, :focus-within" : ":focus-within";

function stay() {
  clearTimeout(timer);
  timer = setTimeout(() => (area.matches(HELD) ? stay() : area.replaceChildren()), TIME);
}

/** Says a sentence that the page brought along under this name. */
export function say(name) {
  const box = document.createElement("div");
  const text = document.createElement("p");
  box.className = "toast";
  text.textContent = area.dataset[name];
  box.append(text);
  area.replaceChildren(box);
  stay();
}

everywhere((part) => {
  const box = find(part, "[data-toast]");
  if (!box) return;
  // What is there from the start is not read aloud: put it in again.
  if (part === document) {
    box.remove();
    setTimeout(() => area.replaceChildren(box), 100);
  }
  stay();
});

// An undo that was sent has nothing more to offer, unless the answer brought the next message.
onHtmx("finally:request", ({ sourceElement }) => { if (area.contains(sourceElement)) area.replaceChildren(); });

onHtmx("response:error", ({ request, response: { status } }) => {
  if (request.quiet) return; // a draft has its own line
  if (status === 401) say("signedOut");
  else if (UNSAID.includes(status) || status >= 500) say("failed");
});

onHtmx("error", (ctx) => { if (ctx && !ctx.request.quiet) say(navigator.onLine ? "failed" : "offline"); });

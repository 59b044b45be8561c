// Putting right what still waits: as long as nobody has tried to send it, it becomes the draft of its form again.
import { draftSealed } from "./draft.js";
import { current } from "./lock.js";
import { entries } from "./outbox.js";
import { on } from "./page.js";
import { within } from "./store.js";

/** Whether the words are still only here. */
export const isMendable = ({ page, state, tries }) => Boolean(page) && state === "waiting" && !tries;

on("click", "[data-mend]", async (button) => {
  const box = current();
  const { op, record } = button.closest("[data-op]").dataset;
  // Under the lock of the record: while it is being sent it stays as it is.
  await navigator.locks.request(`rodzina-record-${record}`, async () => {
    const held = (await entries(box)).find((entry) => entry.op === op && isMendable(entry));
    if (!held) return;
    const { body, draft, names, page, title } = held;
    const sealed = await draftSealed(box, draft, { names, title, href: page, pairs: [...new URLSearchParams(body)] });
    await within(box.db, ["drafts", "outbox"], (drafts, outbox) => {
      drafts.put(sealed, draft);
      outbox.delete(op);
    });
    location.assign(page);
  });
});

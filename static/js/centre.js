// Telling the centre something quietly, beside the forms: one POST without redirects.

const SHORT = 5_000;

/** { status, told, wipe }; nothing where no answer came whole in time. The order to wipe is the centre's own header: a machine on the way may say 410 too. */
export async function tell(address, body, headers = {}, patience = SHORT) {
  try {
    const answer = await fetch(address, { method: "POST", body, redirect: "manual", signal: AbortSignal.timeout(patience), headers: { "HX-Request": "true", ...headers } });
    const told = JSON.parse((await answer.text()) || null);
    // An order whose words broke off on the way is none: without its ticket the queue would go with the box.
    return { status: answer.status, told: told ?? {}, wipe: told && answer.headers.has("X-Rodzina-Wipe") };
  } catch {
    return null;
  }
}

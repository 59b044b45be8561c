// Telling the centre something quietly, beside the forms: one POST without redirects.

const SHORT = 5_000;

/** { ok, status, told }; nothing where no answer came whole in time. */
export async function tell(address, body, headers = {}, patience = SHORT) {
  const request = { method: "POST", body, redirect: "manual", signal: AbortSignal.timeout(patience) };
  try {
    const answer = await fetch(address, { ...request, headers: { "HX-Request": "true", ...headers } });
    return { ok: answer.ok, status: answer.status, told: JSON.parse((await answer.text()) || null) };
  } catch {
    return null;
  }
}

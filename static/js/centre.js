// Telling the centre something quietly, beside the forms: one POST without redirects.

const SHORT = 5_000;

/** The answer, or nothing where there is none in time. */
export function tell(address, body, headers = {}, patience = SHORT) {
  const request = { method: "POST", body, redirect: "manual", signal: AbortSignal.timeout(patience) };
  return fetch(address, { ...request, headers: { "HX-Request": "true", ...headers } }).catch(() => null);
}

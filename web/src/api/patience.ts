/** Like AbortSignal.timeout, which is younger than the phones we serve. */
export function timeoutSignal(ms: number): AbortSignal {
  const patience = new AbortController();
  setTimeout(() => patience.abort(new DOMException('No answer in time.', 'TimeoutError')), ms);
  return patience.signal;
}

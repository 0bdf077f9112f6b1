export type NetworkVerdict = 'good' | 'weak' | 'bad' | 'offline';
export type NetworkReport = { verdict: NetworkVerdict; roundTripMs: number; kbps: number };

const probeUrl = '/network-check.bin';
const probeBytes = 51_200;
const patienceMs = 20_000;

/** How the line to the server is now: the time of a small request and of 50 kB. Whether media gets through is known only when joining. */
export async function checkNetwork(signal?: AbortSignal): Promise<NetworkReport> {
  try {
    const roundTripMs = Math.min(
      await timeOf('/health/live', signal),
      await timeOf('/health/live', signal),
    );
    const totalMs = await timeOf(probeUrl, signal);
    // A request spends one round trip before its first byte arrives.
    const kbps = (probeBytes * 8) / Math.max(1, totalMs - roundTripMs);
    return { verdict: judgeLine(roundTripMs, kbps), roundTripMs, kbps };
  } catch (error) {
    if (signal?.aborted) {
      throw error;
    }
    return { verdict: 'offline', roundTripMs: 0, kbps: 0 };
  }
}

/** 150 kbit/s carry speech and a small picture; below that only speech. */
export function judgeLine(roundTripMs: number, kbps: number): NetworkVerdict {
  if (kbps < 150 || roundTripMs > 800) {
    return 'bad';
  }
  return kbps < 500 || roundTripMs > 350 ? 'weak' : 'good';
}

async function timeOf(url: string, signal: AbortSignal | undefined): Promise<number> {
  const startedAt = performance.now();
  // Not AbortSignal.timeout, which is younger than the phones we serve.
  const patience = new AbortController();
  setTimeout(() => patience.abort(), patienceMs);
  const response = await fetch(url, { cache: 'no-store', signal: signal ?? patience.signal });
  if (!response.ok) {
    throw new Error(`The network check answered ${response.status}.`);
  }
  await response.arrayBuffer();
  return performance.now() - startedAt;
}

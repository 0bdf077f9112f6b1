import type { Datagram, Direction, Impairment } from './link.ts';

/** The same numbers in every run (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Each datagram alone, both ways. */
export function randomLoss(share: number, seed = 1): Impairment {
  const roll = dice(seed);
  return () => (roll() < share ? [] : [0]);
}

/** Gilbert and Elliott: whole stretches are lost, of `burstMs` on average, `share` of the time. */
export function burstLoss(share: number, burstMs: number, seed = 1): Impairment {
  const roll = dice(seed);
  const state: Record<Direction, { isBad: boolean; untilMs: number }> = {
    up: { isBad: true, untilMs: 0 },
    down: { isBad: true, untilMs: 0 },
  };
  return ({ direction, nowMs }) => {
    const now = state[direction];
    while (now.untilMs <= nowMs) {
      const meanMs = now.isBad ? (burstMs * (1 - share)) / share : burstMs;
      now.isBad = !now.isBad;
      now.untilMs = Math.max(now.untilMs, nowMs - 1_000) - meanMs * Math.log(1 - roll());
    }
    return now.isBad ? [] : [0];
  };
}

/** A modem with a queue: bytes leave one after the other, and what would wait longer than `queueMs` is lost. */
export function rate(kbps: number, queueMs: number): Impairment {
  const freeAt: Record<Direction, number> = { up: 0, down: 0 };
  // IPv4 and UDP headers take their share of a line.
  const headerBytes = 28;
  return ({ direction, bytes, nowMs }) => {
    const startMs = Math.max(nowMs, freeAt[direction]);
    if (startMs - nowMs > queueMs) {
      return [];
    }
    freeAt[direction] = startMs + ((bytes.length + headerBytes) * 8) / kbps;
    return [freeAt[direction] - nowMs];
  };
}

export function delay(eachWayMs: number): Impairment {
  return () => [eachWayMs];
}

/** Some overtake others, some come twice. */
export function disorder(share: number, lateMs: number, twice: number, seed = 1): Impairment {
  const roll = dice(seed);
  return () => {
    const first = roll() < share ? lateMs : 0;
    return roll() < twice ? [first, first] : [first];
  };
}

/** One after the other: what the first lets through goes to the second. */
export function chain(...links: readonly Impairment[]): Impairment {
  return (datagram) =>
    links.reduce<readonly number[]>(
      (arrivals, link) =>
        arrivals.flatMap((soFar) =>
          link({ ...datagram, nowMs: datagram.nowMs + soFar }).map((more) => soFar + more),
        ),
      [0],
    );
}

/** Only where it says so; the rest passes untouched. */
export function only(wanted: (datagram: Datagram) => boolean, impairment: Impairment): Impairment {
  return (datagram) => (wanted(datagram) ? impairment(datagram) : [0]);
}

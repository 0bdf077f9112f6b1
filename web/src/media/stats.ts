import type { RemoteTrack } from './subscriber';

export type SeatFlow = { seat: string; lossPercent: number; isFrozen: boolean };
type Counters = { packets: number; lost: number; freezes: number };

/** 0 lost, 1 poor, 2 fair, 3 good, as the server measures this seat's two directions. */
type OwnQuality = {
  uplink: number;
  downlink: number;
  side?: 'uplink' | 'downlink' | 'other' | 'none';
  otherSeat?: string | null;
};

export type CallVerdict =
  | { kind: 'unknown' | 'good' | 'ownWeak' | 'upWeak' | 'ownBad' | 'soundOnly' }
  | { kind: 'otherWeak'; seat: string };

const everyMs = 2_000;
const weakLossPercent = 5;
// One bad reading is a hiccup of this machine as often as of a network.
const strikesToBlame = 2;

/** Whose network is to blame, in the order in which something can be done about it: first one's own. */
export function judgeCall(
  own: OwnQuality | undefined,
  weakSeats: readonly string[],
  isSoundOnly = false,
): CallVerdict {
  if (isSoundOnly) {
    return { kind: 'soundOnly' };
  }
  if (own === undefined) {
    return { kind: 'unknown' };
  }
  const worst = Math.min(own.uplink, own.downlink);
  if (worst <= 1) {
    return { kind: 'ownBad' };
  }
  if (worst === 2) {
    return { kind: own.side === 'uplink' ? 'upWeak' : 'ownWeak' };
  }
  // The server sees the other's way up to it; what this browser sees may be its own way down.
  const seat = (own.side === 'other' ? own.otherSeat : undefined) ?? weakSeats[0];
  return seat === undefined ? { kind: 'good' } : { kind: 'otherWeak', seat };
}

/** Bad readings in a row by seat; a good one forgives all. */
export function countStrikes(
  before: ReadonlyMap<string, number>,
  flows: readonly SeatFlow[],
): Map<string, number> {
  const bad = new Set(
    flows
      .filter((flow) => flow.isFrozen || flow.lossPercent > weakLossPercent)
      .map(({ seat }) => seat),
  );
  return new Map([...bad].map((seat) => [seat, (before.get(seat) ?? 0) + 1]));
}

/** Reads every two seconds how each person's media arrives, and tells whose does not arrive well. */
export function watchWeakSeats(
  read: () => { connection: RTCPeerConnection | undefined; tracks: readonly RemoteTrack[] },
  onWeak: (seats: string[]) => void,
): () => void {
  let before = new Map<string, Counters>();
  let strikes = new Map<string, number>();
  const look = async () => {
    const { connection, tracks } = read();
    if (connection === undefined) {
      return;
    }
    const now = await readCounters(connection);
    const flows = tracks.flatMap((track) =>
      flowOf(track, before.get(track.mid), now.get(track.mid)),
    );
    before = now;
    strikes = countStrikes(strikes, flows);
    onWeak([...strikes].filter(([, count]) => count >= strikesToBlame).map(([seat]) => seat));
  };
  const timer = setInterval(() => {
    // A connection that closes meanwhile has no statistics.
    look().catch(() => undefined);
  }, everyMs);
  return () => clearInterval(timer);
}

async function readCounters(connection: RTCPeerConnection): Promise<Map<string, Counters>> {
  const counters = new Map<string, Counters>();
  const report = (await connection.getStats()) as Map<string, Record<string, unknown>>;
  for (const entry of report.values()) {
    if (entry['type'] === 'inbound-rtp' && typeof entry['mid'] === 'string') {
      counters.set(entry['mid'], {
        packets: Number(entry['packetsReceived'] ?? 0),
        lost: Number(entry['packetsLost'] ?? 0),
        freezes: Number(entry['freezeCount'] ?? 0),
      });
    }
  }
  return counters;
}

export function flowOf(
  track: { seat: string },
  before: Counters | undefined,
  now: Counters | undefined,
): SeatFlow[] {
  if (before === undefined || now === undefined) {
    return [];
  }
  const lost = Math.max(0, now.lost - before.lost);
  const expected = lost + Math.max(0, now.packets - before.packets);
  return [
    {
      seat: track.seat,
      lossPercent: expected === 0 ? 0 : (100 * lost) / expected,
      isFrozen: now.freezes > before.freezes,
    },
  ];
}

import { until } from './until.ts';
import type { Evaluating } from './media.ts';

export type Way = {
  local: string;
  protocol: string;
  relayProtocol: string;
  remoteProtocol: string;
  remoteAddress: string;
  remotePort: number;
};

/** Runs in the page before its own scripts: the server's UDP candidates never reach the browser, as where no UDP passes. */
export function withoutUdp(): void {
  const { prototype } = globalThis.RTCPeerConnection;
  type SetRemote = (description: RTCSessionDescriptionInit) => Promise<void>;
  const native = prototype.setRemoteDescription as SetRemote;
  const patched: SetRemote = function (this: RTCPeerConnection, { type, sdp = '' }) {
    return native.call(this, { type, sdp: sdp.replace(/a=candidate:\S+ \d+ udp .*\r\n/gi, '') });
  };
  prototype.setRemoteDescription = patched as typeof prototype.setRemoteDescription;
}

/** Runs in the page before its own scripts: nothing but the relay is tried, as where all else is blocked. */
export function onlyByRelay(): void {
  const Native = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Native {
    constructor(configuration?: RTCConfiguration) {
      super({ ...configuration, iceTransportPolicy: 'relay' });
    }

    override setConfiguration(configuration?: RTCConfiguration): void {
      super.setConfiguration({ ...configuration, iceTransportPolicy: 'relay' });
    }
  };
}

/** The way that each open peer connection of the page has chosen. */
function waysOf(page: Evaluating): Promise<Way[]> {
  return page.evaluate(async () => {
    const peers = (globalThis as unknown as { testPeers?: RTCPeerConnection[] }).testPeers ?? [];
    const ways: Way[] = [];
    for (const peer of peers.filter((one) => one.connectionState === 'connected')) {
      const stats = await peer.getStats();
      const reports = [...stats.values()];
      // Firefox has no reports of transports, and marks the pair itself.
      const chosen = reports
        .filter((one) => one.type === 'transport')
        .map((one) => one.selectedCandidatePairId);
      for (const pair of reports.filter((one) => one.type === 'candidate-pair')) {
        if (pair.selected === true || chosen.includes(pair.id)) {
          const local = stats.get(pair.localCandidateId);
          const remote = stats.get(pair.remoteCandidateId);
          ways.push({
            local: local.candidateType,
            protocol: local.protocol,
            relayProtocol: local.relayProtocol ?? '',
            remoteProtocol: remote.protocol,
            remoteAddress: remote.address ?? '',
            remotePort: remote.port,
          });
        }
      }
    }
    return ways;
  });
}

/** Both peer connections of a page are up and go the expected way. */
export async function goesBy(who: string, page: Evaluating, expected: Partial<Way>): Promise<void> {
  let ways: Way[] = [];
  await until(
    `both connections of ${who} go by ${JSON.stringify(expected)}`,
    async () => {
      ways = await waysOf(page);
      const good = ways.filter((way) =>
        Object.entries(expected).every(([name, value]) => way[name as keyof Way] === value),
      );
      return ways.length === 2 && good.length === 2;
    },
    15_000,
    () => JSON.stringify(ways),
  );
}

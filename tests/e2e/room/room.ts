import { createHmac, randomUUID } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import { nodeName, runningServer } from '../server/server.ts';

export type Capture = { width: number; height: number; frameRate?: number };

const smallPicture: Capture = { width: 320, height: 180, frameRate: 15 };
const passMinutes = 2;
const everything = 15;

export const newRoom = (): string => randomUUID();

/** What the server would sign for somebody who may enter. */
export function signPass(
  server: RoomServer,
  room: string,
  seat: string,
  rights = everything,
): string {
  const ticket = {
    room,
    seat,
    rights,
    node: nodeName,
    expiresAt: new Date(Date.now() + passMinutes * 60_000).toISOString(),
    givenAt: new Date().toISOString(),
    epoch: 0,
  };
  const body = Buffer.from(JSON.stringify(ticket)).toString('base64url');
  const key = Buffer.from(server.passKey, 'base64');
  return `${body}.${createHmac('sha256', key).update(body).digest('base64url')}`;
}

/** Where rooms are, and the key of its passes. */
export type RoomServer = { origin: string; passKey: string };

export type Visit = {
  room: string;
  seat: string;
  capture?: Capture;
  /** Where the media server seems to listen: the port of a bad network in between. */
  linkPort?: number;
  /** Runs in the page before its own scripts: what its network does not pass. */
  network?: () => void;
  /** Another server than the one of all tests. */
  server?: RoomServer;
};

/** Runs in the page before its own scripts. */
export function prepare(visit: { pass: string; capture: Capture; linkPort: number | undefined }): void {
  const { pass, capture, linkPort } = visit;
  (globalThis as unknown as { testEntrance: unknown }).testEntrance = { pass, capture };
  if (linkPort === undefined) {
    return;
  }
  const { prototype } = globalThis.RTCPeerConnection;
  type SetRemote = (description: RTCSessionDescriptionInit) => Promise<void>;
  const native = prototype.setRemoteDescription as SetRemote;
  const patched: SetRemote = function (this: RTCPeerConnection, description) {
    const sdp = (description.sdp ?? '')
      .split('\r\n')
      .filter((line) => !line.startsWith('a=candidate:') || / udp \d+ \d+\.\d+\.\d+\.\d+ /i.test(line))
      .map((line) =>
        line.replace(/^(a=candidate:\S+ \d+ \S+ \d+ \S+) \d+ /, (_, start) => `${start} ${linkPort} `),
      )
      .join('\r\n');
    return native.call(this, { type: description.type, sdp });
  };
  prototype.setRemoteDescription = patched as RTCPeerConnection['setRemoteDescription'];
}

export function preparation(visit: Visit): Parameters<typeof prepare>[0] {
  return {
    pass: signPass(visit.server ?? runningServer(), visit.room, visit.seat),
    capture: visit.capture ?? smallPicture,
    linkPort: visit.linkPort,
  };
}

/** The address that the server puts into its candidates: the first of this machine that is not loopback. */
export function ownAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((one) => one ?? []);
  const routed = all.find((one) => one.family === 'IPv4' && !one.internal);
  return routed?.address ?? '127.0.0.1';
}

/** One transport for everything; the relays are for networks that let nothing else through, the browser asks them last. */
export function peerConfiguration(relays: readonly RTCIceServer[]): RTCConfiguration {
  return { bundlePolicy: 'max-bundle', iceServers: [...relays] };
}

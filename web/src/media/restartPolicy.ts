export type RestartContext = {
  /** The hub is connected: without it nothing can be negotiated. */
  hasSignalling: boolean;
  state: RTCPeerConnectionState;
  /** Since when the connection is not good; 0 while it is. */
  badForMs: number;
  /** How often new paths were asked for since it was last good. */
  restarts: number;
  /** Since the last of these; Infinity when there was none. */
  sinceRestartMs: number;
};

export type RestartStep = 'wait' | 'restart' | 'rebuild';

// A short gap of a mobile network heals by itself within this.
const patienceMs = 3_000;
// ICE and DTLS over a 400 ms line are done well within this.
const restartTakesMs = 8_000;
const restartsBeforeRebuild = 2;

/** What to do about one peer connection now. Never gives up: rebuilding is tried again and again by the room's own loop. */
export function nextRestart(context: RestartContext): RestartStep {
  if (context.state === 'connected' || !context.hasSignalling) {
    return 'wait';
  }
  if (context.sinceRestartMs < restartTakesMs) {
    return 'wait';
  }
  const isLost = context.state === 'failed' || context.state === 'closed';
  if (!isLost && context.badForMs < patienceFor(context.state)) {
    return 'wait';
  }
  return context.restarts < restartsBeforeRebuild ? 'restart' : 'rebuild';
}

function patienceFor(state: RTCPeerConnectionState): number {
  return state === 'disconnected' ? patienceMs : restartTakesMs;
}

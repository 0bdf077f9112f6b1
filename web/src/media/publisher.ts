import type { LocalMedia, TrackSource } from './localMedia';
import type { Peers } from './peers';
import { Serial } from './serial';

export type PublishOffer = {
  offerId: number;
  sdp: string;
  tracks: { mid: string; source: TrackSource; muted: boolean }[];
};

type PublisherSignals = {
  offer: (offer: PublishOffer) => Promise<{ offerId: number; sdp: string }>;
  setMuted: (source: TrackSource, muted: boolean) => Promise<void>;
  /** Negotiating failed. */
  onFailure: () => void;
};

const sources: readonly TrackSource[] = ['microphone', 'camera', 'screen'];

// Three sizes, smallest first as the server expects them; it forwards the one that fits each tile.
// Three rates within each: a link that is a little too narrow loses every other picture and not the sharpness.
const cameraEncodings: (RTCRtpEncodingParameters & { scalabilityMode?: string })[] = [
  { rid: 'q', scaleResolutionDownBy: 4, maxBitrate: 120_000, scalabilityMode: 'L1T3' },
  { rid: 'h', scaleResolutionDownBy: 2, maxBitrate: 450_000, scalabilityMode: 'L1T3' },
  { rid: 'f', scaleResolutionDownBy: 1, maxBitrate: 1_500_000, scalabilityMode: 'L1T3' },
];
// One size, whole: a letter that is scaled down cannot be read.
const screenEncodings: RTCRtpEncodingParameters[] = [{ maxBitrate: 1_800_000, maxFramerate: 10 }];
const encodingsOf = { microphone: [], camera: cameraEncodings, screen: screenEncodings };

/** Sends the own tracks over one peer connection. We offer, the server answers, so offers never cross. */
export class Publisher {
  readonly #media: LocalMedia;
  readonly #peers: Peers;
  readonly #signals: PublisherSignals;
  #steps = new Serial();
  readonly #transceivers = new Map<TrackSource, RTCRtpTransceiver>();
  readonly #stopListening: () => void;
  #connection: RTCPeerConnection | undefined;
  #lastOfferId = 0;
  #layersByMid: Record<string, number> = {};

  constructor(media: LocalMedia, peers: Peers, signals: PublisherSignals) {
    this.#media = media;
    this.#peers = peers;
    this.#signals = signals;
    this.#stopListening = media.on('changed', (source) => {
      this.#step(() => this.#follow(source)).catch(() => this.#signals.onFailure());
    });
  }

  /** Undefined while there is nothing to send. */
  get connection(): RTCPeerConnection | undefined {
    return this.#transceivers.size === 0 ? undefined : this.#connection;
  }

  /** A new connection with what is open now; used on entering and after the server forgot us. */
  rebuild(): Promise<void> {
    this.disconnect();
    return this.#step(async () => {
      const connection = this.#peers.open();
      this.#connection = connection;
      for (const source of sources) {
        this.#add(connection, source);
      }
      await this.#negotiate(connection, {});
    });
  }

  /** New paths, same keys and tracks: after the network changed. */
  restart(): Promise<void> {
    return this.#step(async () => {
      if (this.#connection !== undefined) {
        await this.#negotiate(this.#connection, { iceRestart: true });
      }
    });
  }

  /** After signalling was away: says again what may have changed meanwhile. */
  resume(): Promise<void> {
    return this.#step(async () => {
      if (this.#connection !== undefined) {
        await this.#negotiate(this.#connection, {});
      }
    });
  }

  /** What nobody looks at need not be encoded nor sent. */
  sendLayers(layersByMid: Record<string, number>): void {
    this.#layersByMid = layersByMid;
    void this.#step(() => this.#activateLayers()).catch(() => undefined);
  }

  /** Stops sending; `rebuild` begins anew. */
  disconnect(): void {
    this.#layersByMid = {};
    this.#connection?.close();
    this.#connection = undefined;
    this.#transceivers.clear();
    // A step of a closed connection may never end, and must not hold up the next one's.
    this.#steps = new Serial();
  }

  /** Runs after the steps before it, unless the connection is given up meanwhile. */
  async #step(work: () => Promise<void>): Promise<void> {
    const steps = this.#steps;
    const isCurrent = () => steps === this.#steps;
    try {
      await steps.run(async () => (isCurrent() ? work() : undefined));
    } catch (error) {
      if (isCurrent()) {
        throw error;
      }
    }
  }

  close(): void {
    this.#stopListening();
    this.disconnect();
  }

  async #follow(source: TrackSource): Promise<void> {
    const connection = this.#connection;
    if (connection === undefined) {
      return;
    }
    const { track, muted } = this.#media.get(source);
    const transceiver = this.#transceivers.get(source);
    if (transceiver === undefined) {
      if (this.#add(connection, source)) {
        await this.#negotiate(connection, {});
      }
      return;
    }
    await transceiver.sender.replaceTrack(track ?? null);
    if (source === 'screen') {
      // A screen that is not shared is no track at all; a camera that is off keeps its place.
      const direction = track === undefined ? 'inactive' : 'sendonly';
      if (transceiver.direction !== direction) {
        transceiver.direction = direction;
        await this.#negotiate(connection, {});
      }
      return;
    }
    await this.#signals.setMuted(source, muted);
  }

  #add(connection: RTCPeerConnection, source: TrackSource): boolean {
    const { track } = this.#media.get(source);
    if (track === undefined || !this.#media.mayUse(source)) {
      return false;
    }
    const transceiver = addSending(connection, track, encodingsOf[source]);
    offerCodecs(transceiver, source);
    this.#transceivers.set(source, transceiver);
    return true;
  }

  async #negotiate(connection: RTCPeerConnection, options: RTCOfferOptions): Promise<void> {
    if (this.#transceivers.size === 0) {
      return;
    }
    await connection.setLocalDescription(await connection.createOffer(options));
    const offerId = ++this.#lastOfferId;
    try {
      const answer = await this.#signals.offer({
        offerId,
        sdp: askForRepeatedSound(connection.localDescription?.sdp ?? ''),
        tracks: this.#describeTracks(),
      });
      if (connection === this.#connection && answer.offerId === offerId) {
        await connection.setRemoteDescription({ type: 'answer', sdp: answer.sdp });
        await this.#preferSharpOrSmooth();
        await this.#activateLayers();
      }
    } catch (error) {
      // Leaves the connection able to make a new offer.
      if (connection.signalingState === 'have-local-offer') {
        await connection.setLocalDescription({ type: 'rollback' });
      }
      throw error;
    }
  }

  #describeTracks(): PublishOffer['tracks'] {
    return [...this.#transceivers]
      .filter(([, transceiver]) => transceiver.direction === 'sendonly')
      .map(([source, transceiver]) => ({
        mid: transceiver.mid ?? '',
        source,
        muted: this.#media.get(source).muted,
      }));
  }

  /** What to give up first on a weak line: a screen stays sharp, a face keeps both in balance. */
  async #preferSharpOrSmooth(): Promise<void> {
    for (const [source, { sender }] of this.#transceivers) {
      if (source !== 'microphone' && sender.track !== null) {
        const parameters = sender.getParameters();
        parameters.degradationPreference = source === 'screen' ? 'maintain-resolution' : 'balanced';
        // Firefox knows the wish only in newer versions, and refuses it before.
        await sender.setParameters(parameters).catch(() => undefined);
      }
    }
  }

  /** Layers stand lowest first; those of a new m-line are all wanted until the server says otherwise. */
  async #activateLayers(): Promise<void> {
    for (const { mid, sender } of this.#transceivers.values()) {
      const wanted = this.#layersByMid[mid ?? ''];
      const parameters = sender.getParameters();
      const isWanted = (index: number) => wanted === undefined || index < wanted;
      if (parameters.encodings.some(({ active }, index) => (active ?? true) !== isWanted(index))) {
        for (const [index, encoding] of parameters.encodings.entries()) {
          encoding.active = isWanted(index);
        }
        // A browser that refuses goes on sending what nobody takes: wasteful, but no harm.
        await sender.setParameters(parameters).catch(() => undefined);
      }
    }
  }
}

function addSending(
  connection: RTCPeerConnection,
  track: MediaStreamTrack,
  encodings: RTCRtpEncodingParameters[],
): RTCRtpTransceiver {
  const options = {
    direction: 'sendonly',
    ...(encodings.length > 0 && { sendEncodings: encodings }),
  } as const;
  try {
    return connection.addTransceiver(track, options);
  } catch {
    // A browser that knows scalability modes but not this one refuses the whole wish.
    const plain = encodings.map((encoding) => ({ ...encoding, scalabilityMode: undefined }));
    return connection.addTransceiver(track, { ...options, sendEncodings: plain });
  }
}

/** The server takes the one it prefers; VP8 stands first because every browser can show it. */
function offerCodecs(transceiver: RTCRtpTransceiver, source: TrackSource): void {
  const codecs =
    source === 'microphone' ? undefined : RTCRtpSender.getCapabilities('video')?.codecs;
  if (codecs === undefined || transceiver.setCodecPreferences === undefined) {
    return;
  }
  const named = (pattern: RegExp) => codecs.filter(({ mimeType }) => pattern.test(mimeType));
  const baseline = named(/^video\/H264$/i).filter(
    ({ sdpFmtpLine = '' }) =>
      /profile-level-id=42e0/i.test(sdpFmtpLine) && /packetization-mode=1/.test(sdpFmtpLine),
  );
  const wanted = [...named(/^video\/VP8$/i), ...baseline, ...named(/^video\/rtx$/i)];
  if (wanted.length > 0) {
    transceiver.setCodecPreferences(wanted);
  }
}

/** Chromium repeats lost sound where the answer asks for it, but never offers to. */
export function askForRepeatedSound(sdp: string): string {
  const opus = /^a=rtpmap:(\d+) opus\/48000\/2\r\n/m.exec(sdp);
  const asks = opus !== null && new RegExp(`^a=rtcp-fb:(${opus[1]}|\\*) nack\r\n`, 'm').test(sdp);
  return opus === null || asks
    ? sdp
    : sdp.replace(opus[0], `${opus[0]}a=rtcp-fb:${opus[1]} nack\r\n`);
}

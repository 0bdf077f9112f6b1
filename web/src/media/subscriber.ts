import { Emitter } from './emitter';
import type { TrackSource } from './localMedia';
import type { Peers } from './peers';
import { Serial } from './serial';

export type SubscribeOffer = {
  offerId: number;
  sdp: string;
  tracks: { mid: string; seat: string; track: string; source: TrackSource }[];
};

export type RemoteTrack = {
  id: string;
  seat: string;
  source: TrackSource;
  stream: MediaStream;
  mid: string;
};

type SubscriberSignals = {
  answer: (answer: { offerId: number; sdp: string }) => Promise<void>;
  /** An offer could not be answered. */
  onFailure: () => void;
};

type SubscriberEvents = { tracksChanged: readonly RemoteTrack[] };

/** Receives the others' tracks over one peer connection. The server offers, we answer, one offer after the other. */
export class Subscriber extends Emitter<SubscriberEvents> {
  readonly #peers: Peers;
  readonly #signals: SubscriberSignals;
  #steps = new Serial();
  #connection: RTCPeerConnection | undefined;
  #tracks: readonly RemoteTrack[] = [];

  constructor(peers: Peers, signals: SubscriberSignals) {
    super();
    this.#peers = peers;
    this.#signals = signals;
  }

  get connection(): RTCPeerConnection | undefined {
    return this.#connection;
  }

  get tracks(): readonly RemoteTrack[] {
    return this.#tracks;
  }

  take(offer: SubscribeOffer): void {
    const connection = this.#connection ?? this.#open();
    this.#steps
      .run(() => this.#answer(connection, offer))
      .catch(() => {
        if (connection === this.#connection) {
          this.#signals.onFailure();
        }
      });
  }

  /** Forgets the connection; the next offer starts a new one. Pictures stay on screen until then. */
  reset(): void {
    this.#connection?.close();
    this.#connection = undefined;
    // A step of a closed connection may never end, and must not hold up the next one's.
    this.#steps = new Serial();
  }

  close(): void {
    this.reset();
    this.#setTracks([]);
  }

  #open(): RTCPeerConnection {
    this.#connection = this.#peers.open();
    return this.#connection;
  }

  async #answer(connection: RTCPeerConnection, offer: SubscribeOffer): Promise<void> {
    if (connection !== this.#connection) {
      return;
    }
    await connection.setRemoteDescription({ type: 'offer', sdp: offer.sdp });
    this.#setTracks(this.#map(connection, offer));
    await connection.setLocalDescription(await connection.createAnswer());
    await this.#signals.answer({
      offerId: offer.offerId,
      sdp: connection.localDescription?.sdp ?? '',
    });
  }

  /** The same track keeps its stream object, so that its picture does not blink when another one comes. */
  #map(connection: RTCPeerConnection, offer: SubscribeOffer): RemoteTrack[] {
    const received = new Map(
      connection.getTransceivers().map(({ mid, receiver }) => [mid, receiver.track]),
    );
    return offer.tracks.flatMap(({ mid, seat, track: id, source }) => {
      const media = received.get(mid);
      if (media === undefined) {
        return [];
      }
      const before = this.#tracks.find(
        (known) => known.id === id && known.stream.getTracks()[0] === media,
      );
      return [before ?? { id, seat, source, mid, stream: new MediaStream([media]) }];
    });
  }

  #setTracks(tracks: readonly RemoteTrack[]): void {
    this.#tracks = tracks;
    this.emit('tracksChanged', tracks);
  }
}

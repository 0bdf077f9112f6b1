import type { LocalMedia, TrackSource } from '../media/localMedia';
import type { Publisher } from '../media/publisher';
import type { SubscribeOffer, Subscriber } from '../media/subscriber';
import type { RoomHubEvents, SeatRights, SpareDoor } from './messages';
import type { RoomHub } from './roomHub';
import type { RoomNews } from './roomNews';

export type RoomEvents = {
  changed: undefined;
  /** A moderator switched an own track off. */
  muted: Parameters<RoomHubEvents['Muted']>[0];
  /** What one may do in the room changed: as it was before. */
  rightsChanged: SeatRights;
  /** Written by somebody here, and not stored yet. */
  said: Parameters<RoomHubEvents['Said']>[0];
};

export type RoomTold = <Name extends keyof RoomEvents>(
  name: Name,
  payload: RoomEvents[Name],
) => void;

type Listeners = {
  news: RoomNews;
  media: LocalMedia;
  publisher: Publisher;
  subscriber: Subscriber;
  /** Join was answered: offers are no longer early. */
  isJoined: () => boolean;
  restartPublish: () => void;
  /** Where to go on should the node die. */
  onStandby: (door: SpareDoor | null) => void;
  /** The node is emptied. */
  onMoveTo: (door: SpareDoor) => void;
  /** What the server says before it closes the connection. */
  onClosed: (reason: string) => void;
  tell: RoomTold;
};

/** Offers that overtake the answer to Join wait in the returned list, because only that answer says whether to start anew. */
export function listen(hub: RoomHub, to: Listeners): SubscribeOffer[] {
  const early: SubscribeOffer[] = [];
  hub.on('Offered', (offer) => {
    if (to.isJoined()) {
      to.subscriber.take(offer);
    } else {
      early.push(offer);
    }
  });
  to.news.listen(hub);
  hub.on('RightsChanged', (rights) => {
    const before = to.news.rights;
    allow(rights, to);
    to.tell('rightsChanged', before);
  });
  hub.on('Muted', (muted) => {
    to.media.switchOff(muted.source);
    to.tell('muted', muted);
  });
  hub.on('Said', (said) => to.tell('said', said));
  hub.on('LayersWanted', (layersByMid) => to.publisher.sendLayers(layersByMid));
  hub.on('PublishRestartNeeded', () => to.restartPublish());
  hub.on('Standby', (door) => to.onStandby(door));
  hub.on('MoveTo', (door) => to.onMoveTo(door));
  hub.on('Closed', (reason) => {
    to.onClosed(reason);
    void hub.stop();
  });
  return early;
}

/** What may be sent from now on; the rest is switched off. */
export function allow(rights: SeatRights, to: Pick<Listeners, 'news' | 'media' | 'tell'>): void {
  to.news.rights = rights;
  const allowed: Record<TrackSource, boolean> = {
    microphone: rights.audio,
    camera: rights.video,
    screen: rights.screen,
  };
  to.media.allow(allowed);
  to.tell('changed', undefined);
}

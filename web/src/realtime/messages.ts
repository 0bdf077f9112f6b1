// The hubs' messages. JSON, camelCase. A refusal of an invocation arrives as HubException with message "refusal:{code}".

// ---------- /hubs/clinic (cookie of staff or patient)
export type PresenceState = 'available' | 'busy' | 'inConsultation' | 'away' | 'offline';
/** Client to server. Nothing here carries patient data; events say what to read again over HTTP. */
export interface ClinicHubMethods {
  /** Every 10 s while the tab lives; presence expires 30 s after the last one. */
  Heartbeat(): void;
  /** Staff: available, busy or away at the active role; shared by all tabs. */
  SetPresence(state: PresenceState): void;
  /** Staff: queue and presence events of a department of an own role. */
  WatchDepartment(departmentId: string): DepartmentPresence[];
  UnwatchDepartment(departmentId: string): void;
  /** Staff: presence events of departments that a search showed; answers with who is there. */
  WatchPresence(departmentIds: string[]): WatchedPresence[];
  UnwatchPresence(departmentIds: string[]): void;
  /** Participants: events of one consultation; answers with the last chat sequence. */
  WatchConsultation(consultationId: string): { lastSequence: number };
  UnwatchConsultation(consultationId: string): void;
}
export interface DepartmentPresence {
  practitionerId: string;
  state: PresenceState;
  /** Consultations under way, anywhere, and how many the person can have at once. */
  load: number;
  capacity: number;
  lastSeenAt: string;
  /** The higher one of two is the newer. */
  version: number;
}
export interface WatchedPresence {
  departmentId: string;
  presence: DepartmentPresence;
}
export interface ClinicHubEvents {
  QueueChanged(departmentId: string): void;
  /** At most one message per department and 200 ms, with the newest of everybody who changed. */
  PresencesChanged(departmentId: string, changes: DepartmentPresence[]): void;
  ConsultationChanged(consultationId: string): void;
  /** Once for each place; `news.nearAt` says since when. */
  TurnNear(consultationId: string): void;
  MessagePosted(consultationId: string, sequence: number): void;
  /** The session or the role is over; the connection is cut right after. */
  AccessChanged(code: string): void;
  /** What happens at other nodes does not come now, or comes again. */
  LiveUpdatesDelayed(delayed: boolean): void;
  /** News were lost: read again at a moment of chance within so many seconds. */
  ReadAgain(withinSeconds: number): void;
  /** This node stops: connect anew at a moment of chance within so many seconds. */
  GoingAway(withinSeconds: number): void;
}

// ---------- /hubs/room (room pass; no cookie needed)
export type TrackSource = 'microphone' | 'camera' | 'screen';
export interface JoinRequest {
  pass: string;
  /** From the last JoinReply: keeps the seat and its connections when only signalling was lost. */
  session: string | null;
}
/** A door at another node, for the seat that hears of it. */
export interface SpareDoor {
  pass: string;
  hubUrl: string;
}
export interface JoinReply {
  seat: string;
  session: string;
  /** True: both peer connections are still good, nothing to negotiate. */
  resumed: boolean;
  rights: SeatRights;
}
/** What a seat may do: send, receive, and moderate others. */
export interface SeatRights {
  audio: boolean;
  video: boolean;
  screen: boolean;
  subscribe: boolean;
  moderate: boolean;
}
export interface RoomHubMethods {
  Join(request: JoinRequest): JoinReply;
  PublishOffer(offer: {
    offerId: number;
    sdp: string;
    tracks: { mid: string; source: TrackSource; muted: boolean }[];
  }): { offerId: number; sdp: string };
  SubscribeAnswer(answer: { offerId: number; sdp: string }): void;
  RestartSubscription(): void;
  SetTiles(
    tiles: {
      track: string;
      visible: boolean;
      width: number;
      height: number;
      /** The tile in focus has 1. */
      priority: number;
    }[],
  ): void;
  SetMuted(source: TrackSource, muted: boolean): void;
  /** Moderators, like the three after it: stops somebody's track; its person may start it again. */
  MuteSeat(seat: string, source: TrackSource): void;
  /** Never a moderator's. */
  /** Only what changes is named. */
  SetSeatRights(seat: string, change: Partial<Omit<SeatRights, 'moderate'>>): void;
  /** Never a moderator. */
  RemoveSeat(seat: string): void;
  /** While locked nobody comes in who was not in the room. */
  LockRoom(locked: boolean): void;
  /** To the others in the room, what the chat cannot store now; its writer goes on sending it there. */
  Say(word: { clientMessageId: string; text: string }): void;
  Leave(): void;
}
export interface RoomHubEvents {
  Offered(offer: {
    offerId: number;
    sdp: string;
    tracks: { mid: string; seat: string; track: string; source: TrackSource }[];
  }): void;
  RoomChanged(room: {
    sequence: number;
    seats: {
      id: string;
      tracks: { id: string; source: TrackSource; muted: boolean }[];
      rights: SeatRights;
    }[];
    /** Seats that only receive and are not listed, in a room of more than 50. */
    listeners: number;
    locked: boolean;
  }): void;
  RightsChanged(rights: SeatRights): void;
  /** A moderator muted a track of this seat. */
  Muted(muted: { source: TrackSource; by: string }): void;
  SpeakersChanged(seats: string[]): void;
  QualityChanged(quality: {
    uplink: 0 | 1 | 2 | 3;
    downlink: 0 | 1 | 2 | 3;
    uplinkLossPercent: number;
    downlinkLossPercent: number;
    roundTripMs: number;
    uplinkJitterMs: number;
    downlinkJitterMs: number;
    /** Where it is worst; `other` is the uplink of `otherSeat`. */
    side: 'uplink' | 'downlink' | 'other' | 'none';
    otherSeat: string | null;
  }): void;
  /** Remote videos that the own downlink does not carry now; the whole list each time. */
  VideoPaused(tracks: string[]): void;
  /** A change of `longPackets` asks for a new offer; `videoStopped`: the own uplink carries sound only. */
  NarrowLink(advice: { longPackets: boolean; videoStopped: boolean }): void;
  /** By mid: how many layers, from the lowest, anybody looks at; 0 pauses the video. */
  LayersWanted(layersByMid: Record<string, number>): void;
  PublishRestartNeeded(): void;
  /** Where this seat goes on should the node die; null while there is no other node. */
  Standby(door: SpareDoor | null): void;
  /** The node is emptied: join there first, then leave here. */
  MoveTo(door: SpareDoor): void;
  /** Somebody wrote what is not stored yet; may come twice. */
  Said(said: { seat: string; clientMessageId: string; text: string }): void;
  /** replaced | left | removed | timed_out | room_closed | overflow | server_stopping */
  Closed(reason: string): void;
}

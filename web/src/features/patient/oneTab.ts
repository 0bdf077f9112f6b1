import { signal } from '@preact/signals';
import { newUuid } from '../../api/uuid';

const channelName = 'telehealth.patient.tab';
const ownId = newUuid();

/** True once a newer tab of this browser has taken the visit over. */
export const isElsewhere = signal(false);

let channel: BroadcastChannel | undefined;

/** The tab that speaks last holds the visit: two tabs of one person would fight over camera and seat. */
export function takeOver(): void {
  if (typeof BroadcastChannel === 'undefined') {
    return;
  }
  if (channel === undefined) {
    channel = new BroadcastChannel(channelName);
    channel.onmessage = (event: MessageEvent<string>) => {
      isElsewhere.value = event.data !== ownId;
    };
  }
  isElsewhere.value = false;
  channel.postMessage(ownId);
}

import type { Dictionary, SameKeys } from '../text';

export const chat: SameKeys<Dictionary['chat']> = {
  title: 'Messages',
  empty: 'No messages yet',
  emptyHint: 'Write or send photos here; you can still read them after the consultation.',
  placeholder: 'Write a message',
  send: 'Send',
  addPhoto: 'Send a photo',
  pending: 'Sending',
  failed: 'Not sent',
  notStoredYet: 'Arrived; it is saved a little later',
  waitingForNetwork: 'Will be sent when the network is back',
  retry: 'Send again',
  discard: 'Delete',
  newMessages: '{count} new {count#message|messages}',
  photo: 'Photo',
  closed: 'The consultation has ended; messages can only be read.',
};

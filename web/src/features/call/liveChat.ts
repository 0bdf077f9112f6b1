import type { Room } from '../../realtime/room';
import type { Conversation } from '../chat/conversation';

type Speaking = Pick<Room, 'on' | 'say' | 'nameOf'>;

/** While the database is away the chat goes over the room: what cannot be stored is said there, once, and shown as not stored yet. */
export function chatOverRoom(
  room: Speaking,
  conversation: Pick<Conversation, 'outbox' | 'overhear'>,
): () => void {
  const said = new Set<string>();
  const stops = [
    room.on('said', (heard) =>
      conversation.overhear({ ...heard, name: room.nameOf(heard.seat)?.name }),
    ),
    conversation.outbox.on('delayed', (messages) => {
      for (const { clientMessageId, text } of messages) {
        if (text !== '' && !said.has(clientMessageId) && room.say({ clientMessageId, text })) {
          said.add(clientMessageId);
        }
      }
    }),
  ];
  return () => {
    for (const stop of stops) {
      stop();
    }
  };
}

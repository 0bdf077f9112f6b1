import { expect, test } from 'vitest';
import { Emitter } from '../../media/emitter';
import type { RoomEvents } from '../../realtime/listen';
import type { OverheardMessage } from '../chat/conversation';
import type { Outbox, OutgoingMessage } from '../chat/outbox';
import { chatOverRoom } from './liveChat';

const waiting = (clientMessageId: string, text = 'hello'): OutgoingMessage => ({
  clientMessageId,
  text,
  queuedAt: '2026-11-24T00:00:00Z',
});

class FakeRoom extends Emitter<RoomEvents> {
  isOpen = true;
  readonly said: string[] = [];

  say({ clientMessageId }: { clientMessageId: string }): boolean {
    if (this.isOpen) {
      this.said.push(clientMessageId);
    }
    return this.isOpen;
  }

  nameOf(seat: string) {
    return { seat, name: { zh: '李', en: 'Li' }, role: 'specialist' as const };
  }
}

function talk() {
  const room = new FakeRoom();
  const outbox = new Emitter<{ delayed: readonly OutgoingMessage[] }>();
  const heard: OverheardMessage[] = [];
  const stop = chatOverRoom(room, {
    outbox: outbox as unknown as Outbox,
    overhear: (message) => heard.push(message),
  });
  return { room, outbox, heard, stop };
}

test('what cannot be stored is said in the room once, however often it is tried', () => {
  const { room, outbox } = talk();
  outbox.emit('delayed', [waiting('1')]);
  outbox.emit('delayed', [waiting('1'), waiting('2')]);
  expect(room.said).toEqual(['1', '2']);
});

test('what found no way into the room is said when there is one', () => {
  const { room, outbox } = talk();
  room.isOpen = false;
  outbox.emit('delayed', [waiting('1')]);
  room.isOpen = true;
  outbox.emit('delayed', [waiting('1')]);
  expect(room.said).toEqual(['1']);
});

test('a photo alone is not said, because nobody could look at it', () => {
  const { room, outbox } = talk();
  outbox.emit('delayed', [waiting('1', '')]);
  expect(room.said).toEqual([]);
});

test('what others say is shown with their name, until the call is over', () => {
  const { room, heard, stop } = talk();
  const said = { seat: 'doctor', clientMessageId: '1', text: 'hello' };
  room.emit('said', said);
  stop();
  room.emit('said', { ...said, clientMessageId: '2' });
  expect(heard).toEqual([{ ...said, name: { zh: '李', en: 'Li' } }]);
});

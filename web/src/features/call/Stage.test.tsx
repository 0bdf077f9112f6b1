import { render } from 'preact';
import { afterEach, expect, test, vi } from 'vitest';
import type { Call } from './model';
import { Stage } from './Stage';
import { arrange, type Tile } from './tiles';

const call = {
  room: {
    nameOf: () => undefined,
    isComing: () => false,
    speakers: [],
    narrow: { pausedTracks: [], isSoundOnly: false },
    seats: [],
    rights: { moderate: false },
    tiles: { watch: () => () => undefined },
  },
} as unknown as Call;

const tile = (seat: string, kind: 'camera' | 'screen' = 'camera', isSelf = false) =>
  ({ key: `${seat}-${kind}`, seat, kind, isSelf, hasPicture: false }) as unknown as Tile;

const self = tile('self', 'camera', true);

function show(others: Tile[], pinned: string | undefined) {
  const onPin = vi.fn();
  render(
    <Stage call={call} arrangement={arrange(others, self, pinned)} onPin={onPin} />,
    document.body,
  );
  return onPin;
}

afterEach(() => render(null, document.body));

test('a click on the person brought forward leads back to everybody', () => {
  const onPin = show([tile('a'), tile('b')], 'a-camera');
  document.querySelector<HTMLElement>('.stage-main button')?.click();
  expect(onPin).toHaveBeenCalledExactlyOnceWith(undefined);
});

test('a screen that begins to be shared comes before a chosen person', async () => {
  show([tile('a'), tile('b')], 'a-camera');
  const onPin = show([tile('b', 'screen'), tile('a'), tile('b')], 'a-camera');
  await vi.waitFor(() => expect(onPin).toHaveBeenCalledExactlyOnceWith(undefined));
});

test('a person chosen while a screen is shared stays in front', async () => {
  const others = [tile('b', 'screen'), tile('a'), tile('b')];
  show(others, undefined);
  const onPin = show(others, 'a-camera');
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(onPin).not.toHaveBeenCalled();
});

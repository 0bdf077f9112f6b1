import { useEffect } from 'preact/hooks';
import type { SeatRights } from '../../realtime/messages';
import type { Room } from '../../realtime/room';
import { nameOf } from '../../text/format';
import { t } from '../../text/text';
import { showToast } from '../../ui/Toast';

/** Long enough to be read by somebody who looks for the reason of the silence. */
const durationMs = 10_000;

const rightOf = { microphone: 'audio', camera: 'video', screen: 'screen' } as const;
const sources = ['microphone', 'camera', 'screen'] as const;

type News =
  | `may.${keyof typeof rightOf | 'everything'}`
  | `mayNot.${keyof typeof rightOf | 'anything'}`;

/** One sentence for everything at once, else one for each. */
export function whatChanged(before: SeatRights, now: SeatRights): News[] {
  const changed = sources.filter((source) => before[rightOf[source]] !== now[rightOf[source]]);
  const given = changed.filter((source) => now[rightOf[source]]);
  const isBothSenses = changed.includes('microphone') && changed.includes('camera');
  if (isBothSenses && given.length === 0) {
    return ['mayNot.anything'];
  }
  if (isBothSenses && given.length === changed.length) {
    return ['may.everything'];
  }
  return changed.map((source) =>
    now[rightOf[source]] ? (`may.${source}` as const) : (`mayNot.${source}` as const),
  );
}

/** Says what a moderator did to oneself, and what one can do now. */
export function useModerationNews(room: Room): void {
  useEffect(() => {
    const stops = [
      room.on('muted', ({ source, by }) => {
        const name = () => {
          const known = room.nameOf(by)?.name;
          return known === undefined ? '…' : nameOf(known);
        };
        showToast(() => t(`call.moderation.muted.${source}`, { name: name() }), { durationMs });
      }),
      room.on('rightsChanged', (before) => {
        for (const key of whatChanged(before, room.rights)) {
          showToast(() => t(`call.moderation.${key}`), { durationMs });
        }
      }),
    ];
    return () => {
      for (const stop of stops) {
        stop();
      }
    };
  }, [room]);
}

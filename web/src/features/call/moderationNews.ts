import { useEffect } from 'preact/hooks';
import type { Room } from '../../realtime/room';
import { nameOf } from '../../text/format';
import { t } from '../../text/text';
import { showToast } from '../../ui/Toast';

/** Long enough to be read by somebody who looks for the reason of the silence. */
const durationMs = 10_000;

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
        if (before.audio !== room.rights.audio) {
          const key = room.rights.audio ? 'maySpeak' : 'mayNotSpeak';
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

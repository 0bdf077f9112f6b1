import type { DeviceKind, DeviceProblem } from '../../media/devices';
import { t } from '../../text/text';
import { Button } from '../../ui/Button';
import { type Call, useLasting } from './model';

// A connection that comes back by itself within this was not missed.
const blinkMs = 1_500;

/** Words at the top of the stage: nobody else yet, or an own device that does not open. */
export function CallNotices({ call, isAlone }: { call: Call; isAlone: boolean }) {
  const { room, media } = call;
  const camera = media.problem('camera');
  const microphone = media.problem('microphone');
  const problem = microphone ?? camera;
  const kind = microphone === undefined ? 'camera' : 'microphone';
  const isRunning = room.state.name === 'joined';
  const isCutOff = useLasting(isRunning && !room.hasSignalling, blinkMs);
  return (
    <div class="call-notices">
      {problem !== undefined && (
        <div class="call-notice" role="alert" data-testid="device-problem" data-problem={problem}>
          <div>
            <p>{sentenceOf(problem, kind)}</p>
            {!isPassing(problem) && (
              <p class="soft">
                {t(kind === 'camera' ? 'call.device.cameraOnly' : 'call.device.listenOnly')}
              </p>
            )}
          </div>
          {problem !== 'interrupted' && (
            <Button size="small" onClick={() => void media.open([kind])}>
              {t('common.actions.retry')}
            </Button>
          )}
        </div>
      )}
      {isCutOff && (
        <div class="call-notice" role="status" data-testid="signalling-lost">
          <p>{t('common.state.reconnecting')}</p>
        </div>
      )}
      {isAlone && room.hasSignalling && isRunning && (
        <div class="call-notice" role="status" data-testid="waiting-for-others">
          <div>
            <p>{t('call.waitingForOthers')}</p>
            <p class="soft">{t('call.waitingHint')}</p>
          </div>
        </div>
      )}
    </div>
  );
}

/** It worked a moment ago, and its sentence says all there is to say. */
function isPassing(problem: DeviceProblem): problem is 'lost' | 'interrupted' {
  return problem === 'lost' || problem === 'interrupted';
}

function sentenceOf(problem: DeviceProblem, kind: DeviceKind): string {
  return isPassing(problem) ? t(`call.device.${problem}.${kind}`) : t(`call.device.${problem}`);
}

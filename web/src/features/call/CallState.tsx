import type { ComponentChildren } from 'preact';
import { sentenceFor } from '../../text/refusals';
import { t } from '../../text/text';
import { Button } from '../../ui/Button';
import type { Call } from './model';

/** What lies over the pictures when the call does not simply run: what happens, and what one can do. */
export function CallState({ call, onLeave }: { call: Call; onLeave: () => void }) {
  const { room } = call;
  const { state } = room;
  const enter = () => room.enter();
  switch (state.name) {
    case 'joined':
      return null;
    case 'entering':
      return <Veil title={t('call.connecting')} busy />;
    case 'reaching':
      return <Veil title={t('call.reaching')} text={t('call.reachingHint')} busy />;
    case 'reconnecting':
      return <Veil title={t('call.reconnecting')} text={t('call.reconnectingHint')} busy see />;
    case 'takenOver':
      return (
        <Veil title={t('call.takenOver.title')} text={t('call.takenOver.text')}>
          <Button variant="primary" onClick={enter} testId="take-back">
            {t('call.takenOver.takeBack')}
          </Button>
        </Veil>
      );
    case 'refused':
      return (
        <Veil title={sentenceFor(state.error)}>
          <Button onClick={onLeave}>{t('common.actions.back')}</Button>
          <Button variant="primary" onClick={enter}>
            {t('common.actions.retry')}
          </Button>
        </Veil>
      );
    case 'ended':
      return (
        <Veil title={endedTitle(state.reason)}>
          {state.reason !== 'room_closed' && (
            <Button variant="primary" onClick={enter} testId="enter-again">
              {t('call.ended.rejoin')}
            </Button>
          )}
        </Veil>
      );
  }
}

function endedTitle(reason: 'left' | 'removed' | 'room_closed'): string {
  switch (reason) {
    case 'left':
      return t('call.ended.left');
    case 'removed':
      return t('call.ended.removed');
    case 'room_closed':
      return t('call.ended.closed');
  }
}

type VeilProps = {
  title: string;
  text?: string;
  busy?: boolean;
  /** The last picture shines through: the call is only interrupted. */
  see?: boolean;
  children?: ComponentChildren;
};

function Veil(props: VeilProps) {
  return (
    <div
      class={props.see ? 'call-veil call-veil-see' : 'call-veil'}
      role={props.busy ? 'status' : 'alert'}
      data-testid="call-veil"
    >
      <div class="call-veil-card">
        {props.busy && <span class="call-pulse" aria-hidden="true" />}
        <strong class="call-veil-title">{props.title}</strong>
        {props.text !== undefined && <p>{props.text}</p>}
        {props.children !== undefined && <div class="row call-veil-actions">{props.children}</div>}
      </div>
    </div>
  );
}

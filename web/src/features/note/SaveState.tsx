import { timeOf } from '../../text/format';
import { t } from '../../text/text';
import { classes } from '../../ui/classes';
import type { AutosaveState } from './autosave';

/** One quiet line that says where the text is. */
export function SaveState({ state, savedAt }: { state: AutosaveState; savedAt: string | null }) {
  return (
    <span
      class={classes('save-state', `save-${state}`)}
      role="status"
      data-testid="save-state"
      data-state={state}
    >
      {wordsFor(state, savedAt)}
    </span>
  );
}

function wordsFor(state: AutosaveState, savedAt: string | null): string {
  if ((state === 'saved' || state === 'idle') && savedAt !== null) {
    return t('staff.save.savedAt', { time: timeOf(savedAt) });
  }
  return state === 'saved' ? t('common.state.saved') : t(`staff.save.${state}`);
}

import { t } from '../../text/text';
import { EmptyState } from '../../ui/EmptyState';

export type CallViewProps = {
  /** The room's id is the consultation's. */
  consultationId: string;
  /** Pressed "leave", or the call is over for this person; the page decides what comes next. */
  onLeave: () => void;
  /** Absent: no chat button. The call shows how many messages are new and tells when the panel shall be shown. */
  chat?: { unread: number; isOpen: boolean; onToggle: () => void };
};

/** Fills its parent; the parent gives it a height. Enters the room when it appears, leaves when it goes. */
export function CallView(_props: CallViewProps) {
  return <EmptyState title={t('call.connecting')} />;
}

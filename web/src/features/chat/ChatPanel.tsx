import { t } from '../../text/text';
import { EmptyState } from '../../ui/EmptyState';
import { chatIcon } from '../../ui/icons';

export type ChatPanelProps = {
  consultationId: string;
  /** The own seat, to set own messages apart: `practitioner-{id}` or `patient-{id}`; undefined while it is not known. */
  ownSeat: string | undefined;
  /** After the consultation messages can only be read. */
  readOnly?: boolean;
};

export function ChatPanel(_props: ChatPanelProps) {
  return <EmptyState icon={chatIcon} title={t('chat.empty')} hint={t('chat.emptyHint')} />;
}

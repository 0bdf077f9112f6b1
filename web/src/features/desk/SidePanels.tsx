import type { ConsultationDetails } from '../../api/contracts';
import { t } from '../../text/text';
import { Tabs } from '../../ui/Tabs';
import { CaseBrief } from '../case/CaseBrief';
import { ChatPanel } from '../chat/ChatPanel';
import type { NoteEditor } from '../note/model';
import { NotePanel } from '../note/NotePanel';
import { session } from '../session/model';

type Panel = 'case' | 'note' | 'chat';

export function ownSeat(): string | undefined {
  const id = session.value?.practitionerId;
  return id === undefined ? undefined : `practitioner-${id}`;
}

type SidePanelsProps = {
  details: ConsultationDetails;
  current: Panel;
  onChange: (panel: Panel) => void;
  unread: number;
  onChanged: (details: ConsultationDetails) => void;
  editorRef: (editor: NoteEditor | null) => void;
};

/** Case, note and chat beside the call. The note stays alive behind the other tabs. */
export function SidePanels(props: SidePanelsProps) {
  const { details, current } = props;
  return (
    <div class="side-panels">
      <Tabs
        label={t('staff.consultation.panels')}
        current={current}
        onChange={props.onChange}
        tabs={[
          { name: 'case', label: t('staff.brief.tabCase') },
          { name: 'note', label: t('staff.brief.tabNote') },
          { name: 'chat', label: t('staff.brief.tabChat'), count: props.unread },
        ]}
      >
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
        <div class="side-panel" hidden={current !== 'case'} tabIndex={0}>
          <CaseBrief details={details} headingLevel={2} />
        </div>
        <div class="side-panel" hidden={current !== 'note'}>
          <NotePanel
            details={details}
            isDoctor
            onChanged={props.onChanged}
            editorRef={props.editorRef}
          />
        </div>
        {current === 'chat' && (
          <div class="side-panel side-chat">
            <ChatPanel consultationId={details.id} ownSeat={ownSeat()} />
          </div>
        )}
      </Tabs>
    </div>
  );
}

import { useState } from 'preact/hooks';
import type { ConsultationDetails } from '../../api/contracts';
import { nameOf } from '../../text/format';
import { t } from '../../text/text';
import { TriageBadge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { Icon } from '../../ui/Icon';
import { chevronLeftIcon, stethoscopeIcon } from '../../ui/icons';
import { Link } from '../../ui/router';
import { Tabs } from '../../ui/Tabs';
import { CallView } from '../call/CallView';
import { ChatPanel } from '../chat/ChatPanel';
import '../desk/consultation.css';
import { ownSeat } from '../desk/SidePanels';
import { SplitView } from '../desk/SplitView';
import { useUnread } from '../desk/unread';
import { PhoneInvitation } from '../invitation/PhoneInvitation';
import { noticeLostSession } from '../session/model';
import { CaseBrief } from './CaseBrief';

/** The specialist has taken the case: the clinic doctor enters the room from the same page. */
export function CaseCall({ details }: { details: ConsultationDetails }) {
  const [isIn, setIn] = useState(false);
  const [panel, setPanel] = useState<'case' | 'chat'>('case');
  const unread = useUnread(details.id, panel === 'chat');
  const doctor = details.doctor ? nameOf(details.doctor.name) : '';
  return (
    <div class="consultation">
      <header class="consultation-bar case-call-bar">
        <Link to="/cases" class="consultation-back">
          <Icon path={chevronLeftIcon} size={20} />
          <span class="consultation-back-word">{t('staff.case.back')}</span>
        </Link>
        <div class="consultation-who">
          <h1>{details.patient.name}</h1>
          <TriageBadge urgency={details.urgency} />
          <span class="soft">{t('staff.case.doctorTook', { name: doctor })}</span>
        </div>
        <div class="consultation-actions">
          <PhoneInvitation details={details} />
        </div>
      </header>
      <SplitView
        first={
          isIn ? (
            <CallView
              consultationId={details.id}
              onLeave={() => setIn(false)}
              onLostSession={noticeLostSession}
              chat={{
                unread,
                isOpen: panel === 'chat',
                onToggle: () => setPanel(panel === 'chat' ? 'case' : 'chat'),
              }}
            />
          ) : (
            <EmptyState
              icon={stethoscopeIcon}
              title={t('staff.case.joinTitle', { name: doctor })}
              hint={t('staff.case.joinText')}
              action={
                <Button
                  variant="primary"
                  size="large"
                  onClick={() => setIn(true)}
                  testId="enter-call"
                >
                  {t('staff.case.join')}
                </Button>
              }
            />
          )
        }
        second={<Panels details={details} current={panel} onChange={setPanel} unread={unread} />}
      />
    </div>
  );
}

type PanelsProps = {
  details: ConsultationDetails;
  current: 'case' | 'chat';
  onChange: (panel: 'case' | 'chat') => void;
  unread: number;
};

function Panels({ details, current, onChange, unread }: PanelsProps) {
  return (
    <div class="side-panels">
      <Tabs
        label={t('staff.consultation.panels')}
        current={current}
        onChange={onChange}
        tabs={[
          { name: 'case', label: t('staff.brief.tabCase') },
          { name: 'chat', label: t('staff.brief.tabChat'), count: unread },
        ]}
      >
        {current === 'case' ? (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
          <div class="side-panel" tabIndex={0}>
            <CaseBrief details={details} headingLevel={2} />
          </div>
        ) : (
          <div class="side-panel side-chat">
            <ChatPanel consultationId={details.id} ownSeat={ownSeat()} />
          </div>
        )}
      </Tabs>
    </div>
  );
}

import { useRef, useState } from 'preact/hooks';
import type { ConsultationDetails } from '../../api/contracts';
import { nameOf } from '../../text/format';
import { sentenceFor } from '../../text/refusals';
import { t } from '../../text/text';
import { Button } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { alertIcon, clockIcon } from '../../ui/icons';
import { navigate, type PageProps } from '../../ui/router';
import { Spinner } from '../../ui/Spinner';
import { CallView } from '../call/CallView';
import { type LiveConsultation, useConsultation } from '../case/useConsultation';
import type { NoteEditor } from '../note/model';
import { noticeLostSession } from '../session/model';
import { usePageTitle } from '../session/pageTitle';
import { type Staff, StaffFrame } from '../session/StaffFrame';
import './consultation.css';
import { ConsultationBar } from './ConsultationBar';
import { EndedConsultation } from './EndedConsultation';
import { SidePanels } from './SidePanels';
import { SplitView } from './SplitView';
import { useUnread } from './unread';

export function ConsultationPage({ params }: PageProps) {
  const id = params['id'] ?? '';
  const live = useConsultation(id);
  // A patient's name does not belong into the browser's history.
  usePageTitle(t('staff.note.title'));
  const isCall = live.details?.status === 'inProgress';
  return (
    <StaffFrame roles={['specialist']} full={isCall}>
      {(staff) => <Shown key={id} live={live} staff={staff} />}
    </StaffFrame>
  );
}

function Shown({ live, staff }: { live: LiveConsultation; staff: Staff }) {
  const { details, error } = live;
  if (details === null) {
    return error === null ? (
      <Spinner label={t('staff.brief.loading')} />
    ) : (
      <Elsewhere
        title={t('staff.consultation.notFound')}
        hint={`${sentenceFor(error)} ${t('staff.consultation.notFoundText')}`}
      />
    );
  }
  const isDoctor = details.doctor?.practitionerId === staff.session.practitionerId;
  switch (details.status) {
    case 'inProgress':
      return isDoctor ? (
        <Running live={live} details={details} />
      ) : (
        <Elsewhere
          title={t('staff.consultation.notYours', {
            name: details.doctor ? nameOf(details.doctor.name) : '',
          })}
        />
      );
    case 'ended':
    case 'completed':
      return <EndedConsultation live={live} details={details} isDoctor={isDoctor} />;
    case 'cancelled':
      return <Elsewhere title={t('staff.consultation.cancelled')} />;
    default:
      return (
        <Elsewhere
          title={t('staff.consultation.handedBackByOther')}
          hint={t('staff.consultation.handedBackByOtherText')}
        />
      );
  }
}

function Elsewhere({ title, hint }: { title: string; hint?: string }) {
  return (
    <EmptyState
      headingLevel={1}
      icon={alertIcon}
      title={title}
      hint={hint}
      action={
        <Button onClick={() => void navigate('/desk')}>{t('staff.consultation.backToDesk')}</Button>
      }
    />
  );
}

function Running({ live, details }: { live: LiveConsultation; details: ConsultationDetails }) {
  const editor = useRef<NoteEditor | null>(null);
  const [hasLeft, setLeft] = useState(false);
  const [isAccompanied, setAccompanied] = useState(false);
  const [panel, setPanel] = useState<'case' | 'note' | 'chat'>('case');
  const unread = useUnread(details.id, panel === 'chat');
  return (
    <div class="consultation">
      <ConsultationBar
        live={live}
        details={details}
        isAccompanied={isAccompanied}
        editor={() => editor.current}
      />
      <SplitView
        first={
          hasLeft ? (
            <EmptyState
              icon={clockIcon}
              title={t('staff.consultation.left')}
              hint={t('staff.consultation.leftText')}
              action={
                <Button variant="primary" onClick={() => setLeft(false)} testId="rejoin">
                  {t('staff.consultation.rejoin')}
                </Button>
              }
            />
          ) : (
            <CallView
              consultationId={details.id}
              onLeave={() => setLeft(true)}
              onCompany={setAccompanied}
              onLostSession={noticeLostSession}
              chat={{
                unread,
                isOpen: panel === 'chat',
                onToggle: () => setPanel(panel === 'chat' ? 'note' : 'chat'),
              }}
            />
          )
        }
        second={
          <SidePanels
            details={details}
            current={panel}
            onChange={setPanel}
            unread={unread}
            onChanged={live.show}
            editorRef={(next) => {
              editor.current = next;
            }}
          />
        }
      />
    </div>
  );
}

import type { ConsultationDetails } from '../../api/contracts';
import { dateTimeOf, nameOf } from '../../text/format';
import { t } from '../../text/text';
import { PageHeader } from '../../ui/AppShell';
import { Badge } from '../../ui/Badge';
import { Card } from '../../ui/Card';
import { Notice } from '../../ui/Notice';
import { CaseBrief } from '../case/CaseBrief';
import type { LiveConsultation } from '../case/useConsultation';
import { ChatPanel } from '../chat/ChatPanel';
import { NotePanel } from '../note/NotePanel';
import { ownSeat } from './SidePanels';

type EndedConsultationProps = {
  live: LiveConsultation;
  details: ConsultationDetails;
  isDoctor: boolean;
};

/** After the call: finish and sign the note, or read what was signed. */
export function EndedConsultation({ live, details, isDoctor }: EndedConsultationProps) {
  const isSigned = details.status === 'completed';
  const person = t('staff.personLine', {
    gender: t(`common.gender.${details.patient.gender}`),
    age: details.patient.age,
  });
  return (
    <>
      <PageHeader
        back={{ to: '/desk', label: t('staff.consultation.back') }}
        title={details.patient.name}
        subtitle={
          <span class="row">
            <span>{person}</span>
            {details.endedAt !== null && (
              <span>{t('staff.consultation.endedAt', { time: dateTimeOf(details.endedAt) })}</span>
            )}
            <Badge tone={isSigned ? 'moss' : 'amber'}>{t(`staff.status.${details.status}`)}</Badge>
          </span>
        }
      />
      {isDoctor && !isSigned && (
        <Notice title={t('staff.consultation.ended')}>{t('staff.consultation.endedHint')}</Notice>
      )}
      {isDoctor && isSigned && <p class="soft no-print">{t('staff.consultation.completedHint')}</p>}
      {!isDoctor && details.doctor && (
        <Notice>{t('staff.consultation.notYours', { name: nameOf(details.doctor.name) })}</Notice>
      )}
      <div class="ended">
        <Card title={t('staff.note.title')} class="ended-note" testId="note-card">
          <NotePanel details={details} isDoctor={isDoctor} onChanged={live.show} />
        </Card>
        <div class="ended-side no-print">
          <Card title={t('staff.brief.tabCase')}>
            <CaseBrief details={details} />
          </Card>
          <Card title={t('staff.brief.tabChat')}>
            <div class="ended-chat">
              <ChatPanel consultationId={details.id} ownSeat={ownSeat()} readOnly />
            </div>
          </Card>
        </div>
      </div>
    </>
  );
}

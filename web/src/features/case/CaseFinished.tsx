import type { ConsultationDetails } from '../../api/contracts';
import { t } from '../../text/text';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { printIcon } from '../../ui/icons';
import { Notice } from '../../ui/Notice';
import { ChatPanel } from '../chat/ChatPanel';
import { ownSeat } from '../desk/SidePanels';
import { SignedVersions } from '../note/SignedVersions';
import { CaseBrief } from './CaseBrief';

/** After the call: the signed conclusion, ready to print, with the case it answers. */
export function CaseFinished({ details }: { details: ConsultationDetails }) {
  const isSigned = details.note.versions.length > 0;
  return (
    <div class="filling">
      <div class="filling-main">
        {details.status === 'cancelled' && (
          <Notice title={t('staff.case.cancelledTitle')}>{t('staff.case.cancelledText')}</Notice>
        )}
        {details.status === 'ended' && !isSigned && (
          <Notice title={t('staff.case.endedTitle')}>{t('staff.case.endedText')}</Notice>
        )}
        {isSigned && (
          <Card
            title={t('staff.case.completedTitle')}
            aside={
              <span class="no-print">
                <Button size="small" icon={printIcon} onClick={() => window.print()} testId="print">
                  {t('staff.case.print')}
                </Button>
              </span>
            }
            testId="conclusion"
          >
            <SignedVersions versions={details.note.versions} patient={details.patient} />
          </Card>
        )}
        {details.startedAt !== null && (
          <Card title={t('staff.brief.tabChat')} class="no-print">
            <div class="ended-chat">
              <ChatPanel consultationId={details.id} ownSeat={ownSeat()} readOnly />
            </div>
          </Card>
        )}
      </div>
      <div class="filling-side no-print">
        <Card title={t('staff.case.caseSheet')}>
          <CaseBrief details={details} />
        </Card>
      </div>
    </div>
  );
}

import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { t } from '../../text/text';
import { Notice } from '../../ui/Notice';
import { OutageNotices } from '../session/OutageNotices';
import { AfterPage, CancelledPage } from './AfterPage';
import { CalledPage } from './CalledPage';
import { CallPage } from './CallPage';
import { ComplaintPage } from './ComplaintPage';
import { ConsentPage } from './ConsentPage';
import { DeviceCheck } from './DeviceCheck';
import { EmergencyAdvice } from './EmergencyAdvice';
import { followVisit, isConnected } from './liveVisit';
import { MissedPage } from './MissedPage';
import { mine, step } from './model';
import { PhotosPage } from './PhotosPage';
import { RedFlagQuestions } from './RedFlagQuestions';
import { SummaryPage } from './SummaryPage';
import { preparationStep, type Step } from './steps';
import { WaitingPage } from './WaitingPage';

const pages: Record<Step, ComponentType> = {
  consent: ConsentPage,
  complaint: ComplaintPage,
  redFlags: RedFlagQuestions,
  photos: PhotosPage,
  emergency: EmergencyAdvice,
  devices: DeviceCheck,
  waiting: WaitingPage,
  missed: MissedPage,
  called: CalledPage,
  call: CallPage,
  after: AfterPage,
  summary: SummaryPage,
  cancelled: CancelledPage,
};

const preparationSteps = 5;

/** Everything after the patient was recognised; which page shows follows from the server's state. */
export function Journey() {
  const id = mine.value?.id;
  useEffect(() => (id === undefined ? undefined : followVisit(id)), [id]);
  const at = step.value;
  if (at === null) {
    return null;
  }
  const Page = pages[at];
  return (
    <>
      {!isConnected.value && at !== 'call' && (
        <Notice tone="warning" testId="patient-offline">
          {t('patient.network.lost')}
        </Notice>
      )}
      {at !== 'call' && <OutageNotices />}
      <StepBar at={at} />
      <Page key={at} />
    </>
  );
}

function StepBar({ at }: { at: Step }) {
  const number = preparationStep(at);
  if (number === undefined || mine.value?.kind === 'clinicMediated') {
    return null;
  }
  return (
    <div
      class="patient-steps"
      role="img"
      aria-label={t('patient.steps.label', { step: number, total: preparationSteps })}
    >
      {Array.from({ length: preparationSteps }, (_, index) => (
        <span key={index} class={index < number ? 'patient-step-done' : undefined} />
      ))}
    </div>
  );
}

import type { CodedDiagnosis, ConsultationSummary } from '../../api/contracts';
import { dateTimeOf, nameOf } from '../../text/format';
import { t } from '../../text/text';
import { Button } from '../../ui/Button';
import { printIcon } from '../../ui/icons';
import { Notice } from '../../ui/Notice';
import { mine } from './model';

export function SummaryPage() {
  const { value } = mine;
  if (value?.summary === null || value?.summary === undefined) {
    return null;
  }
  const { summary } = value;
  return (
    <article class="patient-page patient-summary" data-testid="patient-summary">
      <h1>{t('patient.summary.title')}</h1>
      <p class="patient-lead">{value.patientName}</p>
      {summary.version > 1 && <Amended summary={summary} />}
      <Part heading={t('patient.summary.advice')} text={summary.advice} isMain />
      <Diagnoses heading={t('patient.summary.diagnoses')} list={summary.diagnoses} />
      {summary.syndrome !== null && (
        <Diagnoses heading={t('patient.summary.syndrome')} list={[summary.syndrome]} />
      )}
      <Part heading={t('patient.summary.chiefComplaint')} text={summary.chiefComplaint} />
      <Part heading={t('patient.summary.findings')} text={summary.findings} />
      <dl class="patient-signature">
        <dt>{t('patient.summary.signedBy')}</dt>
        <dd data-testid="patient-summary-doctor">
          {nameOf(summary.doctorName)}
          <span class="soft"> {nameOf(summary.institution)}</span>
        </dd>
        <dt>{t('patient.summary.signedAt')}</dt>
        <dd>{dateTimeOf(summary.signedAt)}</dd>
      </dl>
      <div class="patient-no-print">
        <Notice tone="warning">{t('patient.summary.worse')}</Notice>
        <Button variant="primary" size="large" wide icon={printIcon} onClick={() => window.print()}>
          {t('patient.summary.print')}
        </Button>
        <p class="soft small">{t('patient.summary.printHint')}</p>
      </div>
    </article>
  );
}

function Amended({ summary }: { summary: ConsultationSummary }) {
  return (
    <Notice
      tone="info"
      title={t('patient.summary.amended', { version: summary.version })}
      testId="patient-summary-amended"
    >
      {summary.amendmentReason !== null &&
        t('patient.summary.amendedBecause', { reason: summary.amendmentReason })}
    </Notice>
  );
}

function Part(props: { heading: string; text: string; isMain?: boolean }) {
  if (props.text.trim() === '') {
    return null;
  }
  return (
    <section class={props.isMain ? 'patient-card patient-card-main' : 'patient-card'}>
      <h2>{props.heading}</h2>
      <p class="patient-pre">{props.text}</p>
    </section>
  );
}

function Diagnoses(props: { heading: string; list: readonly CodedDiagnosis[] }) {
  if (props.list.length === 0) {
    return null;
  }
  return (
    <section class="patient-card">
      <h2>{props.heading}</h2>
      <ul>
        {props.list.map((one) => (
          <li key={one.code}>
            {one.text} <span class="soft small">{one.code}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

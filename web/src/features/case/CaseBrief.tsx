import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { photoUrl } from '../../api/consultations';
import type { Complaint, ConsultationDetails } from '../../api/contracts';
import { nameOf } from '../../text/format';
import { t } from '../../text/text';
import { PhotoStrip } from '../../ui/PhotoStrip';
import './caseBrief.css';
import { RecordPanel } from './RecordPanel';
import { RedFlagHits } from './RedFlagHits';
import { loadSymptoms, symptomName } from './symptoms';
import { VitalsTable } from './VitalsTable';

type CaseBriefProps = {
  details: ConsultationDetails;
  /** The level of the section headings. */
  headingLevel?: 2 | 3;
};

/** Everything known before and during a consultation, in the order in which a doctor asks for it. */
export function CaseBrief({ details, headingLevel = 3 }: CaseBriefProps) {
  const allergies = details.patient.allergies;
  return (
    <div class="case-brief">
      {allergies.length > 0 && (
        <p class="case-allergy" data-testid="allergies">
          <strong>{t('staff.brief.allergies')}</strong>
          <span>{allergies.map((one) => one.text).join(' · ')}</span>
        </p>
      )}
      <RedFlagHits hits={details.redFlags} />
      <Section level={headingLevel} title={t('staff.brief.complaint')}>
        <ComplaintText complaint={details.complaint} />
      </Section>
      <Section level={headingLevel} title={t('staff.brief.vitals')}>
        <VitalsTable signs={details.vitalSigns} hits={details.redFlags} />
      </Section>
      {details.photos.length > 0 && (
        <Section level={headingLevel} title={t('staff.brief.photos')}>
          <PhotoStrip
            photos={details.photos.map((photo) => ({
              id: photo.id,
              url: photoUrl(details.id, photo.id),
            }))}
          />
        </Section>
      )}
      <Section level={headingLevel} title={t('staff.brief.history')}>
        <p class={details.history.trim() === '' ? 'soft' : 'case-text'}>
          {details.history.trim() || t('staff.brief.noHistory')}
        </p>
      </Section>
      {details.requestedBy && (
        <Section level={headingLevel} title={t('staff.brief.requestedBy')}>
          <p>
            {nameOf(details.requestedBy.name)}
            <span class="soft"> · {nameOf(details.requestedBy.institution)}</span>
          </p>
        </Section>
      )}
      <Section level={headingLevel} title={t('staff.brief.record')}>
        <RecordPanel patient={details.patient} />
      </Section>
    </div>
  );
}

export function Section(props: { level: 2 | 3; title: string; children: ComponentChildren }) {
  const Heading = `h${props.level}` as 'h2' | 'h3';
  return (
    <section class="case-section">
      <Heading class="case-heading">{props.title}</Heading>
      {props.children}
    </section>
  );
}

export function ComplaintText({ complaint }: { complaint: Complaint }) {
  useEffect(() => void loadSymptoms(), []);
  const facts = [
    complaint.duration && t(`staff.brief.duration.${complaint.duration}`),
    complaint.severity && t(`staff.brief.severity.${complaint.severity}`),
  ].filter(Boolean);
  const isEmpty = complaint.text.trim() === '' && complaint.symptoms.length === 0;
  if (isEmpty) {
    return <p class="soft">{t('staff.brief.noComplaint')}</p>;
  }
  return (
    <>
      {complaint.text.trim() !== '' && <p class="case-text case-lead">{complaint.text}</p>}
      {(complaint.symptoms.length > 0 || facts.length > 0) && (
        <ul class="case-chips">
          {[...complaint.symptoms.map(symptomName), ...facts].map((chip) => (
            <li key={chip}>{chip}</li>
          ))}
        </ul>
      )}
    </>
  );
}

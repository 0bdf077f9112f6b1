import type { ConsultationSummary, PatientListItem } from '../../api/contracts';
import { dateTimeOf } from '../../text/format';
import { t } from '../../text/text';
import { Badge } from '../../ui/Badge';
import { NoteSheet } from './NoteSheet';

type SignedVersionsProps = {
  versions: readonly ConsultationSummary[];
  patient: Pick<PatientListItem, 'name' | 'gender' | 'age'>;
};

/** The version in force in full, those it superseded folded below it. */
export function SignedVersions({ versions, patient }: SignedVersionsProps) {
  const [latest, ...older] = [...versions].reverse();
  if (latest === undefined) {
    return null;
  }
  return (
    <div class="versions" data-testid="versions">
      <NoteSheet note={latest} patient={patient} signature={latest} />
      {older.length > 0 && (
        <section class="versions-older">
          <h3 class="note-small-title">{t('staff.note.versions')}</h3>
          {older.map((version) => (
            <details key={version.version} class="version">
              <summary>
                <span>{t('staff.note.version', { version: version.version })}</span>
                <span class="soft small">
                  {t('staff.note.signedAt', { time: dateTimeOf(version.signedAt) })}
                </span>
                <Badge>{t('staff.note.replaced')}</Badge>
              </summary>
              <NoteSheet note={version} patient={patient} signature={version} />
            </details>
          ))}
        </section>
      )}
    </div>
  );
}

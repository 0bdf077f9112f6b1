import type { CodedDiagnosis } from '../../api/contracts';
import { findDiagnosisCodes, findSyndromes } from '../../api/directory';
import { t } from '../../text/text';
import { Badge } from '../../ui/Badge';
import { Button, IconButton } from '../../ui/Button';
import { closeIcon } from '../../ui/icons';
import { SearchList } from '../../ui/SearchList';
import { withDiagnosis, withPrimary } from './noteText';

function Coded({ item }: { item: CodedDiagnosis }) {
  return (
    <span class="coded">
      <span class="coded-code">{item.code}</span>
      <span>{item.text}</span>
    </span>
  );
}

type DiagnosisPickerProps = {
  diagnoses: readonly CodedDiagnosis[];
  onChange: (diagnoses: CodedDiagnosis[]) => void;
  isMissing: boolean;
};

/** Several ICD-10 codes, the first of them the primary diagnosis. */
export function DiagnosisPicker({ diagnoses, onChange, isMissing }: DiagnosisPickerProps) {
  return (
    <div class="picker">
      <SearchList
        label={t('staff.note.diagnoses')}
        placeholder={t('staff.note.diagnosesHint')}
        search={(query, signal) => findDiagnosisCodes(query, { signal })}
        keyOf={(item) => item.code}
        show={(item) => <Coded item={item} />}
        onChoose={(item) => onChange(withDiagnosis(diagnoses, item))}
        testId="diagnosis-search"
      />
      {isMissing && (
        <p class="field-error" role="alert">
          {t('staff.note.missingField')}
        </p>
      )}
      {diagnoses.length > 0 && (
        <ol class="picked" data-testid="diagnoses">
          {diagnoses.map((item, index) => (
            <li key={item.code} class="picked-item">
              <Coded item={item} />
              {index === 0 ? (
                <Badge tone="jade">{t('staff.note.primary')}</Badge>
              ) : (
                <Button
                  size="small"
                  variant="quiet"
                  onClick={() => onChange(withPrimary(diagnoses, item.code))}
                >
                  {t('staff.note.setPrimary')}
                  <span class="visually-hidden"> {item.text}</span>
                </Button>
              )}
              <IconButton
                icon={closeIcon}
                size={18}
                label={t('staff.note.diagnosisRemove', { text: item.text })}
                onClick={() => onChange(diagnoses.filter((one) => one.code !== item.code))}
              />
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

type SyndromePickerProps = {
  syndrome: CodedDiagnosis | null;
  onChange: (syndrome: CodedDiagnosis | null) => void;
};

export function SyndromePicker({ syndrome, onChange }: SyndromePickerProps) {
  if (syndrome === null) {
    return (
      <SearchList
        label={t('staff.note.syndrome')}
        placeholder={t('staff.note.syndromeHint')}
        search={(query, signal) => findSyndromes(query, { signal })}
        keyOf={(item) => item.code}
        show={(item) => <Coded item={item} />}
        onChoose={onChange}
        testId="syndrome-search"
      />
    );
  }
  return (
    <div class="picker">
      <p class="field-label">{t('staff.note.syndrome')}</p>
      <div class="picked picked-item">
        <Coded item={syndrome} />
        <IconButton
          icon={closeIcon}
          size={18}
          label={t('staff.note.syndromeRemove', { text: syndrome.text })}
          onClick={() => onChange(null)}
        />
      </div>
    </div>
  );
}

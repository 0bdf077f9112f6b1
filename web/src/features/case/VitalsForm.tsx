import type { VitalSignRange } from '../../api/contracts';
import { numberOf } from '../../text/format';
import { t } from '../../text/text';
import { TextField } from '../../ui/Field';
import type { CaseForm } from './model';
import { type VitalProblem, vitalFields } from './vitals';

/** Measurements as typed; what is not plausible is asked about and not saved. */
export function VitalsForm(props: { form: CaseForm; ranges: readonly VitalSignRange[] }) {
  const { form, ranges } = props;
  const texts = form.vitalTexts.value;
  const problems = form.vitalProblems.value;
  return (
    <div class="vitals-form">
      {vitalFields.map((field) => {
        const range = ranges.find((one) => one.field === field);
        return (
          <TextField
            key={field}
            label={t(`staff.vital.${field}`)}
            unit={t(`staff.vital.unit.${field}`)}
            inputMode="decimal"
            maxLength={8}
            placeholder={
              range === undefined
                ? ''
                : t('staff.vital.range', {
                    minimum: numberOf(range.minimum),
                    maximum: numberOf(range.maximum),
                  })
            }
            value={texts[field]}
            error={sentenceOf(problems[field], t(`staff.vital.unit.${field}`))}
            onInput={(text) => form.typeVital(field, text)}
            testId={`vital-${field}`}
          />
        );
      })}
    </div>
  );
}

function sentenceOf(problem: VitalProblem | undefined, unit: string): string | undefined {
  if (problem === undefined) {
    return undefined;
  }
  return problem.kind === 'implausible'
    ? t('staff.vital.implausible', {
        minimum: numberOf(problem.minimum),
        maximum: numberOf(problem.maximum),
        unit,
      })
    : t(`staff.vital.${problem.kind}`);
}

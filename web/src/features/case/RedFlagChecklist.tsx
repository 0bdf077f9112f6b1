import type { RedFlag } from '../../api/contracts';
import { nameOf } from '../../text/format';
import { t } from '../../text/text';
import { Badge } from '../../ui/Badge';
import { Card } from '../../ui/Card';
import { populationOf, toggled } from './draft';
import { RuleStatus } from './RedFlagHits';
import './redFlags.css';

type RedFlagChecklistProps = {
  flags: readonly RedFlag[];
  age: number;
  ticked: readonly string[];
  onChange: (ticked: string[]) => void;
};

/** Every line of the patient's population, to be read once; ticking raises the urgency. */
export function RedFlagChecklist({ flags, age, ticked, onChange }: RedFlagChecklistProps) {
  const population = populationOf(age);
  const shown = flags.filter((flag) => flag.population === population);
  return (
    <Card
      title={t('staff.case.redFlags')}
      aside={<Badge>{t(`staff.rule.${population}`)}</Badge>}
      testId="red-flags"
    >
      <p class="soft small">
        {t('staff.case.redFlagsHint')} {t('staff.rule.unreviewedWhy')}
      </p>
      <ul class="flag-list">
        {shown.map((flag) => (
          <li key={flag.id} class="flag-item">
            <label class="flag-label">
              <input
                type="checkbox"
                checked={ticked.includes(flag.id)}
                onChange={() => onChange(toggled(ticked, flag.id))}
                data-testid={`flag-${flag.id}`}
              />
              <span>{nameOf(flag.text)}</span>
            </label>
            <div class="flag-rule">
              <span class={`flag-tier flag-tier-text-${flag.tier}`}>
                {t(`staff.rule.tier${flag.tier}`)}
              </span>
              <RuleStatus flag={flag} />
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

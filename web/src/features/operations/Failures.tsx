import type { Failure } from '../../api/contracts';
import { dateTimeOf, relativeTimeOf } from '../../text/format';
import { t } from '../../text/text';
import { Badge } from '../../ui/Badge';
import { alertIcon } from '../../ui/icons';

const levelOf = (failure: Failure) =>
  failure.level === 'critical' || failure.level === 'error' ? failure.level : 'warning';

export function Failures(props: { failures: readonly Failure[]; at: string }) {
  return (
    <>
      <p class="soft small">{t('operations.recentLead')}</p>
      {props.failures.length === 0 ? (
        <p>{t('operations.noRecent')}</p>
      ) : (
        <ol class="operations-failures">
          {props.failures.map((one) => (
            <li key={`${one.category} ${one.sentence} ${one.exception} ${one.level}`}>
              <div class="operations-failure-head">
                <Badge tone={levelOf(one) === 'warning' ? 'amber' : 'cinnabar'} icon={alertIcon}>
                  {t(`operations.level.${levelOf(one)}`)}
                </Badge>
                <time dateTime={one.lastAt} title={dateTimeOf(one.lastAt)}>
                  {relativeTimeOf(one.lastAt, Date.parse(props.at))}
                </time>
                {one.times > 1 && <span>{t('operations.times', { count: one.times })}</span>}
              </div>
              {/* The sentence stands in the source, in English, as the log has it. */}
              <p lang="en">{one.sentence ?? one.exception}</p>
              <p class="soft small operations-name">
                {one.category}
                {one.exception !== null && one.sentence !== null && ` · ${one.exception}`}
              </p>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

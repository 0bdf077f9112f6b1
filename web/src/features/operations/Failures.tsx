import type { Failure, Operations } from '../../api/contracts';
import { dateTimeOf, relativeTimeOf } from '../../text/format';
import { t } from '../../text/text';
import { Badge } from '../../ui/Badge';
import { alertIcon } from '../../ui/icons';

const levelOf = (failure: Failure) =>
  failure.level === 'critical' || failure.level === 'error' ? failure.level : 'warning';

export function Failures({ seen }: { seen: Operations }) {
  const isAlone = seen.nodes.length < 2;
  return (
    <>
      <p class="soft small">
        {isAlone
          ? t('operations.recentLeadAlone')
          : t('operations.recentLead', { node: seen.answeredBy })}
      </p>
      {seen.failures.length === 0 ? (
        <p>{t('operations.noRecent')}</p>
      ) : (
        <ol class="operations-failures">
          {seen.failures.map((one) => (
            <li key={`${one.node} ${one.category} ${one.sentence} ${one.exception} ${one.level}`}>
              <div class="operations-failure-head">
                <Badge tone={levelOf(one) === 'warning' ? 'amber' : 'cinnabar'} icon={alertIcon}>
                  {t(`operations.level.${levelOf(one)}`)}
                </Badge>
                {!isAlone && <span class="operations-name">{one.node}</span>}
                <time dateTime={one.lastAt} title={dateTimeOf(one.lastAt)}>
                  {relativeTimeOf(one.lastAt, Date.parse(seen.at))}
                </time>
                {one.times > 1 && <span>{t('operations.times', { count: one.times })}</span>}
              </div>
              {/* The sentence stands in the source, in English, as the log has it. */}
              {one.sentence === null && one.exception === null ? (
                <p>{t('operations.onlyInLog')}</p>
              ) : (
                <p lang="en">{one.sentence ?? one.exception}</p>
              )}
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

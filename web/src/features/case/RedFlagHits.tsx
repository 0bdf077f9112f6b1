import type { RedFlag, RedFlagHit } from '../../api/contracts';
import { nameOf } from '../../text/format';
import { t } from '../../text/text';
import { Icon } from '../../ui/Icon';
import { alertIcon } from '../../ui/icons';
import './redFlags.css';

/** The rules that apply, gravest first, each with what to do now and how far it can be trusted. */
export function RedFlagHits({ hits }: { hits: readonly RedFlagHit[] }) {
  if (hits.length === 0) {
    return null;
  }
  const sorted = [...hits].sort((a, b) => a.flag.tier - b.flag.tier);
  return (
    <ul class="flag-hits" aria-label={t('staff.brief.redFlags')} data-testid="red-flag-hits">
      {sorted.map(({ flag, because }) => (
        <li key={flag.id} class={`flag-hit flag-tier-${flag.tier}`}>
          <Icon path={alertIcon} size={22} />
          <div class="flag-hit-body">
            <p class="flag-hit-action">
              <span class="flag-hit-now">{t('staff.rule.doNow')}</span> {nameOf(flag.action)}
            </p>
            <p class="flag-hit-text">
              {nameOf(flag.text)}
              <span class="flag-hit-because">
                {because === 'reported' ? t('staff.brief.reported') : t('staff.brief.fromVitals')}
              </span>
            </p>
            <RuleStatus flag={flag} />
          </div>
        </li>
      ))}
    </ul>
  );
}

/** A whole address becomes a link named by its host; anything else stands as it was recorded. */
function Source({ source }: { source: string }) {
  const found = /https?:\/\/([^\s/]+)\S*/.exec(source);
  if (!found) {
    return <span>{source}</span>;
  }
  const [address, host = ''] = found;
  const name = host.replace(/^www\./, '');
  // Some rows shorten the path: naming the host is honest, linking to it would not work.
  const isWhole = !address.includes('...');
  return isWhole ? (
    <a href={address} target="_blank" rel="noreferrer">
      {name}
    </a>
  ) : (
    <span>{name}</span>
  );
}

export function RuleStatus({ flag }: { flag: RedFlag }) {
  const isReviewed = flag.reviewStatus === 'reviewed';
  return (
    <p class="rule-status">
      <span class="rule-id">{flag.id}</span>
      <span
        class={isReviewed ? 'rule-reviewed' : 'rule-unreviewed'}
        title={isReviewed ? undefined : t('staff.rule.unreviewedWhy')}
      >
        {isReviewed ? t('staff.rule.reviewed') : t('staff.rule.unreviewed')}
      </span>
      {flag.source !== '' && (
        <span class="rule-source">
          {t('staff.rule.source')} <Source source={flag.source} />
        </span>
      )}
    </p>
  );
}

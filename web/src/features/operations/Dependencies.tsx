import type { Dependency } from '../../api/contracts';
import { dateTimeOf, numberOf, relativeTimeOf } from '../../text/format';
import { findText, t } from '../../text/text';
import { Badge } from '../../ui/Badge';
import { Icon } from '../../ui/Icon';
import { alertIcon, checkIcon } from '../../ui/icons';
import { Skeleton } from '../../ui/Spinner';

/** What the node that answers needs, as it meets it. */
export function Dependencies(props: { dependencies: readonly Dependency[]; at: string }) {
  if (props.dependencies.length === 0) {
    return <Skeleton lines={3} height="2rem" />;
  }
  return (
    <ul class="operations-tiles">
      {props.dependencies.map((one) => (
        <Tile key={one.name} of={one} at={props.at} />
      ))}
    </ul>
  );
}

function Tile({ of: one, at }: { of: Dependency; at: string }) {
  return (
    <li class="operations-tile" data-testid={`dependency-${one.name}`} data-up={one.isUp}>
      <div class="operations-tile-head">
        <h3>{t(`operations.dependency.${one.name}`)}</h3>
        <Badge tone={one.isUp ? 'moss' : 'cinnabar'} icon={one.isUp ? checkIcon : alertIcon}>
          {one.isUp ? t('operations.up') : t('operations.down')}
        </Badge>
      </div>
      <p>{findText(`operations.kind.${one.kind}`) ?? one.kind}</p>
      <p class="soft small">
        {one.latencyMs !== null && one.kind !== 'memory' && one.kind !== 'media' && (
          <>{t('operations.latency', { ms: numberOf(one.latencyMs) })} · </>
        )}
        {t('operations.since', {
          time: dateTimeOf(one.since),
          ago: relativeTimeOf(one.since, Date.parse(at)),
        })}
      </p>
      {one.failures > 0 && (
        <p class="soft small">{t('operations.failures', { count: one.failures })}</p>
      )}
      {!one.isUp && (
        <p class="operations-effect small">
          <Icon path={alertIcon} size={16} />
          <span>{t(`operations.effect.${one.name}`)}</span>
        </p>
      )}
    </li>
  );
}

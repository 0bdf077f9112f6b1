import type { Node, Operations } from '../../api/contracts';
import { dateTimeOf, numberOf, relativeTimeOf } from '../../text/format';
import { sentenceFor } from '../../text/refusals';
import { t } from '../../text/text';
import { Badge, type BadgeTone } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { Facts } from '../../ui/Card';
import { ask } from '../../ui/Dialog';
import { EmptyState } from '../../ui/EmptyState';
import { alertIcon, checkIcon, swapIcon, undoIcon } from '../../ui/icons';
import { Progress } from '../../ui/Spinner';
import { showToast } from '../../ui/Toast';
import { mayDrain, movedRooms, type OperationsWatch } from './model';

const tones: Record<Node['state'], BadgeTone> = {
  serving: 'moss',
  draining: 'amber',
  lost: 'cinnabar',
};
const icons: Record<Node['state'], string> = {
  serving: checkIcon,
  draining: swapIcon,
  lost: alertIcon,
};

export function Nodes(props: { seen: Operations; watch: OperationsWatch }) {
  const { nodes, at } = props.seen;
  if (nodes.length === 0) {
    return (
      <EmptyState
        headingLevel={3}
        title={t('operations.noNodes')}
        hint={t('operations.noNodesHint')}
      />
    );
  }
  return (
    <>
      {nodes.length === 1 && <p class="soft small">{t('operations.oneNode')}</p>}
      <ul class="operations-nodes">
        {nodes.map((node) => (
          <NodeTile key={node.name} node={node} all={nodes} at={at} watch={props.watch} />
        ))}
      </ul>
    </>
  );
}

/** A single process may have no address of its own. */
const nameOfNode = (node: Node) => node.name || '—';

type TileProps = { node: Node; all: readonly Node[]; at: string; watch: OperationsWatch };

function NodeTile({ node, all, at, watch }: TileProps) {
  const pending = watch.pending.value;
  return (
    <li
      class="operations-tile"
      data-testid={`node-${node.name}`}
      data-state={node.state}
      data-up={node.state !== 'lost'}
    >
      <div class="operations-tile-head">
        <h3 class="operations-name">{nameOfNode(node)}</h3>
        <Badge tone={tones[node.state]} icon={icons[node.state]}>
          {t(`operations.state.${node.state}`)}
        </Badge>
      </div>
      <Facts
        of={[
          [t('operations.rooms'), numberOf(node.rooms)],
          [t('operations.seats'), numberOf(node.seats)],
          [t('operations.connections'), numberOf(node.connections)],
          [t('operations.cpu'), `${numberOf(node.cpuShare * 100, 0)} %`],
        ]}
      />
      <p class="soft small">
        {t(`operations.role.${node.role}`)} · {t('operations.version')} {node.version} ·{' '}
        {t('operations.startedAt')} {dateTimeOf(node.startedAt)}
      </p>
      {node.state === 'lost' && (
        <p class="small">
          {t('operations.lostText')}{' '}
          {t('operations.lastSeen', { ago: relativeTimeOf(node.lastSeenAt, Date.parse(at)) })}
        </p>
      )}
      {node.state === 'draining' && <Draining node={node} />}
      {pending?.node === node.name ? (
        <div class="operations-pending" role="status">
          <span>{t('operations.drainPending', { seconds: pending.secondsLeft })}</span>
          <Button
            size="small"
            icon={undoIcon}
            testId="drain-undo"
            onClick={() => {
              watch.undo();
              showToast(() => t('operations.drainUndone', { node: nameOfNode(node) }));
            }}
          >
            {t('operations.undo')}
          </Button>
        </div>
      ) : (
        mayDrain(node, all) && (
          <div>
            <Button
              size="small"
              testId={`drain-${node.name}`}
              disabled={pending !== null}
              onClick={() => void drain(node, watch)}
            >
              {t('operations.drain')}
            </Button>
          </div>
        )
      )}
    </li>
  );
}

function Draining({ node }: { node: Node }) {
  const { moved, total } = movedRooms(node);
  const words =
    node.rooms === 0 ? t('operations.progressEmpty') : t('operations.progress', { moved, total });
  return (
    <div class="stack" data-testid={`progress-${node.name}`}>
      <p role="status">{words}</p>
      <Progress label={words} percent={total === 0 ? 100 : (100 * moved) / total} />
    </div>
  );
}

async function drain(node: Node, watch: OperationsWatch): Promise<void> {
  const isMeant = await ask({
    title: t('operations.drainTitle', { node: nameOfNode(node) }),
    text: t('operations.drainText', { rooms: node.rooms, seats: node.seats }),
    confirm: t('operations.drainConfirm'),
    danger: true,
  });
  if (!isMeant) {
    return;
  }
  watch.drainSoon(node.name, (error) => {
    if (error === null) {
      showToast(() => t('operations.drained', { node: nameOfNode(node) }));
    } else {
      showToast(() => sentenceFor(error), { tone: 'danger' });
    }
  });
}

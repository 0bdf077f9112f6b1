import { useEffect, useState } from 'preact/hooks';
import type { Invitation } from '../../api/contracts';
import { dateTimeOf } from '../../text/format';
import { t } from '../../text/text';
import { Badge, type BadgeTone } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { copyIcon, refreshIcon } from '../../ui/icons';
import { showToast } from '../../ui/Toast';
import './invitation.css';
import { minutesLeft, statusNow } from './expiry';

type InvitationViewProps = {
  invitation: Invitation;
  /** What the server told last; the invitation itself is as old as its making. */
  status: Invitation['status'];
  isRenewing: boolean;
  onRenew: () => void;
};

const tones: Record<Invitation['status'], BadgeTone> = {
  open: 'sky',
  confirmed: 'moss',
  expired: 'amber',
  locked: 'cinnabar',
};

/** Everything a patient can be given: a picture to scan, a link to send, a code to hear. */
export function InvitationView(props: InvitationViewProps) {
  const { invitation } = props;
  const now = useMinutes();
  const status = statusNow(props.status, invitation.expiresAt, now);
  return (
    <div class="invitation" data-testid="invitation" data-status={status}>
      <div class="invitation-state" role="status">
        <Badge tone={tones[status]} testId="invitation-status">
          {t(`staff.invite.status.${status}`)}
        </Badge>
        <span class="soft">{t(`staff.invite.statusText.${status}`)}</span>
      </div>
      {status === 'open' && <Ways invitation={invitation} now={now} />}
      {status !== 'confirmed' && (
        <div class="invitation-renew">
          <Button
            icon={refreshIcon}
            variant={status === 'open' ? 'quiet' : 'primary'}
            busy={props.isRenewing}
            onClick={props.onRenew}
            testId="renew"
          >
            {t('staff.invite.renew')}
          </Button>
          {status === 'open' && <span class="soft small">{t('staff.invite.renewHint')}</span>}
        </div>
      )}
    </div>
  );
}

function Ways({ invitation, now }: { invitation: Invitation; now: number }) {
  const left = minutesLeft(invitation.expiresAt, now);
  return (
    <div class="invitation-ways">
      <figure class="invitation-qr">
        <img
          src={`data:image/svg+xml,${encodeURIComponent(invitation.qrSvg)}`}
          alt={t('staff.invite.qrAlt')}
          width={264}
          height={264}
        />
        <figcaption class="soft small">{t('staff.invite.scan')}</figcaption>
      </figure>
      <div class="invitation-words">
        <div>
          <p class="invitation-label">{t('staff.invite.code')}</p>
          <p class="invitation-code" data-testid="short-code">
            {invitation.shortCode}
          </p>
          <p class="soft small">
            {t('staff.invite.codeHint', { address: `${new URL(invitation.url).host}/join` })}
          </p>
        </div>
        <div>
          <p class="invitation-label">{t('staff.invite.link')}</p>
          <p class="invitation-url" data-testid="invitation-url">
            {invitation.url}
          </p>
          <Button
            size="small"
            icon={copyIcon}
            onClick={() => void copy(invitation.url)}
            testId="copy-link"
          >
            {t('staff.invite.copy')}
          </Button>
        </div>
        <p class="soft small">
          {t('staff.invite.expires', { time: dateTimeOf(invitation.expiresAt) })}
          {' · '}
          {left >= 60
            ? t('staff.invite.expiresIn', { hours: Math.floor(left / 60) })
            : t('staff.invite.expiresInMinutes', { minutes: left })}
        </p>
      </div>
    </div>
  );
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    showToast(() => t('staff.invite.copied'), { tone: 'success' });
  } catch {
    showToast(() => t('staff.invite.copyFailed'), { tone: 'danger' });
  }
}

function useMinutes(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 15_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

import { useEffect, useState } from 'preact/hooks';
import type { SpecialistSite } from '../../api/contracts';
import { readSpecialties } from '../../api/directory';
import { nameOf } from '../../text/format';
import { sentenceFor } from '../../text/refusals';
import { t } from '../../text/text';
import { PageHeader } from '../../ui/AppShell';
import { Button } from '../../ui/Button';
import { Card } from '../../ui/Card';
import { EmptyState } from '../../ui/EmptyState';
import { searchIcon, usersIcon } from '../../ui/icons';
import { Notice } from '../../ui/Notice';
import { Skeleton } from '../../ui/Spinner';
import { useReadOnce } from '../case/useDepartments';
import { useNow } from '../desk/now';
import { type Made, MadeInvitation } from '../invitation/InvitePage';
import { isConnected, usePresenceEvents } from '../session/live';
import { isDelayed } from '../session/outages';
import { usePageTitle } from '../session/pageTitle';
import { StaffFrame } from '../session/StaffFrame';
import { AskDialog } from './AskDialog';
import { byTier, SpecialistList, stateOf } from './model';
import { SpecialistRow } from './SpecialistRow';
import { SpecialtyChooser } from './SpecialtyChooser';
import './specialists.css';

export function SpecialistsPage() {
  return (
    <StaffFrame roles={['clinicDoctor', 'coordinator']}>
      {(staff) => (
        <Specialists roleId={staff.role.id} invites={staff.role.role === 'coordinator'} />
      )}
    </StaffFrame>
  );
}

const unknownAgainMs = 10_000;

// What was looked at stays for who comes back from a case; it names no patient.
const list = new SpecialistList();

function useLiveList(roleId: string): void {
  usePresenceEvents(list.departmentIds.value, {
    presentNow: (present) => list.presentNow(present),
    changed: (departmentId, changes) => list.changed(departmentId, changes),
    missed: () => void list.read(),
  });
  useEffect(() => void list.begin(roleId), [roleId]);
  const isUnknown = list.found.value?.isPresenceKnown === false;
  useEffect(() => {
    if (!isUnknown) {
      return undefined;
    }
    const timer = setInterval(() => void list.read(), unknownAgainMs);
    return () => clearInterval(timer);
  }, [isUnknown]);
}

type Asked = { departmentId: string; practitionerId: string };

function Specialists({ roleId, invites }: { roleId: string; invites: boolean }) {
  usePageTitle(t('specialists.title'));
  useLiveList(roleId);
  const specialties = useReadOnce((signal) => readSpecialties({ signal }));
  const [made, setMade] = useState<Made | null>(null);
  if (made !== null) {
    return <MadeInvitation made={made} onChange={setMade} />;
  }
  return (
    <>
      <PageHeader title={t('specialists.title')} subtitle={t('specialists.lead')} />
      <div class="specialists">
        <Card class="specialists-side">
          {specialties.error !== null ? (
            <Failed error={specialties.error} onRetry={specialties.retry} />
          ) : specialties.value === null ? (
            <Skeleton lines={6} height="2.75rem" />
          ) : (
            <SpecialtyChooser
              specialties={specialties.value}
              chosen={list.specialty.value}
              onChoose={(code) => void list.choose(code)}
            />
          )}
        </Card>
        <section class="specialists-found" aria-label={t('specialists.title')}>
          <Found onInvited={invites ? setMade : undefined} />
        </section>
      </div>
    </>
  );
}

function Failed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  return (
    <Notice
      tone="warning"
      action={
        <Button size="small" onClick={onRetry}>
          {t('common.actions.retry')}
        </Button>
      }
    >
      {sentenceFor(error)}
    </Notice>
  );
}

function Found({ onInvited }: { onInvited: ((made: Made) => void) | undefined }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const found = list.found.value;
  const isKnown = found?.isPresenceKnown === true && !isDelayed.value;
  if (list.specialty.value === null) {
    return (
      <EmptyState
        icon={searchIcon}
        title={t('specialists.chooseTitle')}
        hint={t('specialists.chooseText')}
      />
    );
  }
  if (found === null) {
    return list.error.value === null ? (
      <Skeleton lines={4} height="4.5rem" />
    ) : (
      <Failed error={list.error.value} onRetry={() => void list.read()} />
    );
  }
  const site = found.sites.find((one) => one.departmentId === asked?.departmentId);
  const person = site?.specialists.find((one) => one.practitionerId === asked?.practitionerId);
  return (
    <>
      <Standing isKnown={isKnown} />
      {list.counts.value.all === 0 ? (
        <EmptyState
          icon={usersIcon}
          title={t('specialists.emptyTitle')}
          hint={t('specialists.emptyText')}
        />
      ) : (
        byTier(found.sites).map((group) => (
          <section key={group.tier} class="specialist-tier" data-testid={`tier-${group.tier}`}>
            <h2>{t(`specialists.tier.${group.tier}`)}</h2>
            {group.sites.map((one) => (
              <Site
                key={one.departmentId}
                site={one}
                isKnown={isKnown}
                invites={onInvited !== undefined}
                onAsk={(practitionerId) =>
                  setAsked({ departmentId: one.departmentId, practitionerId })
                }
              />
            ))}
          </section>
        ))
      )}
      {found.hasMore && <p class="soft small">{t('specialists.more')}</p>}
      {site !== undefined && person !== undefined && (
        <AskDialog
          person={person}
          departmentId={site.departmentId}
          place={placeOf(site)}
          state={stateOf(person, isKnown)}
          onInvited={onInvited}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  );
}

const placeOf = (site: SpecialistSite) =>
  `${nameOf(site.department)} · ${nameOf(site.institution)}`;

/** How many there are and how many are free, or why that cannot be said. */
function Standing({ isKnown }: { isKnown: boolean }) {
  const { all, free } = list.counts.value;
  return (
    <>
      {!isKnown && (
        <Notice tone="warning" title={t('specialists.unknownTitle')} testId="specialists-unknown">
          {t('specialists.unknownText')}
        </Notice>
      )}
      {isKnown && (!isConnected.value || list.error.value !== null) && (
        <Notice tone="warning" title={t('specialists.staleTitle')} testId="specialists-stale">
          {t('specialists.staleText')}
        </Notice>
      )}
      {all > 0 && (
        <p class="specialists-sum" role="status" data-testid="specialists-sum">
          {!isKnown
            ? t('specialists.countOnly', { all })
            : free === 0
              ? t('specialists.freeNone', { all })
              : t('specialists.freeNow', { all, free })}
        </p>
      )}
    </>
  );
}

type SiteProps = {
  site: SpecialistSite;
  isKnown: boolean;
  invites: boolean;
  onAsk: (practitionerId: string) => void;
};

function Site({ site, isKnown, invites, onAsk }: SiteProps) {
  const now = useNow(30_000);
  return (
    <div class="specialist-site">
      <h3 class="specialist-place">
        {nameOf(site.department)}
        <span class="soft"> {nameOf(site.institution)}</span>
      </h3>
      {site.specialists.length === 0 ? (
        <p class="soft small specialist-nobody">{t('specialists.nobodyHere')}</p>
      ) : (
        <ul>
          {site.specialists.map((person) => (
            <SpecialistRow
              key={person.practitionerId}
              person={person}
              isKnown={isKnown}
              invites={invites}
              now={now}
              onAsk={() => onAsk(person.practitionerId)}
            />
          ))}
        </ul>
      )}
    </div>
  );
}

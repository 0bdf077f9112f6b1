import { batch, computed, signal } from '@preact/signals';
import type {
  InstitutionTier,
  PresenceState,
  Specialist,
  SpecialistSearch,
  SpecialistSite,
  Specialty,
} from '../../api/contracts';
import { findSpecialists } from '../../api/directory';
import type { DepartmentPresence, WatchedPresence } from '../../realtime/messages';
import { noticeLostSession } from '../session/model';

/** Whose state nobody can tell is not said to be offline. */
export type ShownState = PresenceState | 'unknown';

export type Tier = 'own' | InstitutionTier;

/** Found by any part of either name, or by the beginning of its pinyin's initials. */
export function matching(specialties: readonly Specialty[], query: string): Specialty[] {
  const typed = query.trim().toLowerCase();
  return specialties.filter(
    ({ name, initials }) =>
      typed === '' ||
      initials.startsWith(typed) ||
      name.zh.includes(typed) ||
      name.en.toLowerCase().includes(typed),
  );
}

/** In the order of the answer, which has the nearest first. */
export function byTier(
  sites: readonly SpecialistSite[],
): { tier: Tier; sites: SpecialistSite[] }[] {
  const groups: { tier: Tier; sites: SpecialistSite[] }[] = [];
  for (const site of sites) {
    const tier = site.isOwn ? 'own' : site.tier;
    const known = groups.find((group) => group.tier === tier);
    if (known === undefined) {
      groups.push({ tier, sites: [site] });
    } else {
      known.sites.push(site);
    }
  }
  return groups;
}

export function stateOf(person: Specialist, isKnown: boolean): ShownState {
  return isKnown ? (person.presence?.state ?? 'offline') : 'unknown';
}

/** Free, or in a consultation with room for one more. */
export function canTakeNow(person: Specialist): boolean {
  const { presence } = person;
  return (
    presence?.state === 'available' ||
    (presence?.state === 'inConsultation' && presence.load < presence.capacity)
  );
}

/** The doctors of one specialty as they are now. Nobody changes place under a finger: the order stays until it is read anew. */
export class SpecialistList {
  readonly specialty = signal<string | null>(null);
  readonly found = signal<SpecialistSearch | null>(null);
  readonly error = signal<unknown>(null);
  readonly departmentIds = computed(
    () => this.found.value?.sites.map((site) => site.departmentId) ?? [],
  );
  /** Each once, though one may work at two sites. */
  readonly counts = computed(() => {
    const people = this.found.value?.sites.flatMap((site) => site.specialists) ?? [];
    const count = (some: Specialist[]) => new Set(some.map((one) => one.practitionerId)).size;
    return { all: count(people), free: count(people.filter(canTakeNow)) };
  });
  #reading: AbortController | undefined;
  #roleId: string | undefined;

  /** Another role asks from another place: what was near is not any more. */
  async begin(roleId: string): Promise<void> {
    if (roleId !== this.#roleId) {
      this.#roleId = roleId;
      batch(() => {
        this.specialty.value = null;
        this.found.value = null;
      });
    }
    await this.read();
  }

  async choose(code: string): Promise<void> {
    if (code !== this.specialty.peek()) {
      batch(() => {
        this.specialty.value = code;
        this.found.value = null;
      });
    }
    await this.read();
  }

  async read(): Promise<void> {
    const code = this.specialty.peek();
    if (code === null) {
      return;
    }
    this.#reading?.abort();
    const reading = new AbortController();
    this.#reading = reading;
    try {
      const found = await findSpecialists(code, { signal: reading.signal });
      if (!reading.signal.aborted) {
        batch(() => {
          this.found.value = keepingNewer(found, this.found.peek());
          this.error.value = null;
        });
      }
    } catch (caught) {
      if (!reading.signal.aborted) {
        this.error.value = caught;
        noticeLostSession(caught);
      }
    }
  }

  /** Who is there now; of whom nothing is said, nothing newer is known. */
  presentNow(present: readonly WatchedPresence[]): void {
    const byDepartment = new Map<string, DepartmentPresence[]>();
    for (const { departmentId, presence } of present) {
      byDepartment.set(departmentId, [...(byDepartment.get(departmentId) ?? []), presence]);
    }
    batch(() => {
      for (const [departmentId, changes] of byDepartment) {
        this.changed(departmentId, changes);
      }
    });
  }

  /** News of two nodes may overtake each other: the older one is nothing any more. */
  changed(departmentId: string, changes: readonly DepartmentPresence[]): void {
    const found = this.found.peek();
    if (found === null) {
      return;
    }
    const news = new Map(changes.map((one) => [one.practitionerId, one]));
    this.found.value = {
      ...found,
      sites: found.sites.map((site) =>
        site.departmentId === departmentId
          ? { ...site, specialists: site.specialists.map((one) => renewed(one, news)) }
          : site,
      ),
    };
  }
}

/** What was told while the answer was on its way is newer than the answer. */
function keepingNewer(answer: SpecialistSearch, shown: SpecialistSearch | null): SpecialistSearch {
  if (shown === null || !answer.isPresenceKnown) {
    return answer;
  }
  const before = new Map(
    shown.sites.flatMap((site) =>
      site.specialists.map((one) => [`${site.departmentId} ${one.practitionerId}`, one.presence]),
    ),
  );
  return {
    ...answer,
    sites: answer.sites.map((site) => ({
      ...site,
      specialists: site.specialists.map((one) => {
        const known = before.get(`${site.departmentId} ${one.practitionerId}`) ?? null;
        const isNewer =
          known !== null && one.presence !== null && known.version > one.presence.version;
        return isNewer ? { ...one, presence: known } : one;
      }),
    })),
  };
}

function renewed(person: Specialist, news: ReadonlyMap<string, DepartmentPresence>): Specialist {
  const one = news.get(person.practitionerId);
  if (one === undefined || one.version < (person.presence?.version ?? 0)) {
    return person;
  }
  const { practitionerId: _, ...presence } = one;
  return { ...person, presence };
}

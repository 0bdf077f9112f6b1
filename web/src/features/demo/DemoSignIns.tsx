import { useEffect, useState } from 'preact/hooks';
import type { DemoSignIn } from '../../api/contracts';
import { readDemoSignIns } from '../../api/session';
import { nameOf } from '../../text/format';
import { t } from '../../text/text';
import './demo.css';
import { groupsOf } from './groups';

type DemoSignInsProps = {
  signIn: (person: DemoSignIn) => void;
  /** The one whose sign-in is under way. */
  busyUserName: string | null;
};

/** The demo consortium's people, one click each; renders nothing where the server has none. */
export function DemoSignIns({ signIn, busyUserName }: DemoSignInsProps) {
  const [people, setPeople] = useState<DemoSignIn[]>([]);
  useEffect(() => {
    const reading = new AbortController();
    // Production answers 404: there is no demo to show, and nothing went wrong.
    readDemoSignIns({ signal: reading.signal }).then(setPeople, () => setPeople([]));
    return () => reading.abort();
  }, []);
  if (people.length === 0) {
    return null;
  }
  return (
    <section class="demo" aria-labelledby="demo-title">
      <h2 id="demo-title" class="demo-title">
        {t('staff.signIn.demoTitle')}
      </h2>
      <p class="soft small">{t('staff.signIn.demoLead')}</p>
      {groupsOf(people).map((group) => (
        <div key={group.role} class="demo-group">
          <h3 class="demo-role">{t(`common.role.${group.role}`)}</h3>
          <ul class="demo-people">
            {group.people.map((person) => (
              <li key={person.userName}>
                <button
                  type="button"
                  class="demo-person"
                  aria-busy={busyUserName === person.userName}
                  disabled={busyUserName !== null}
                  onClick={() => signIn(person)}
                  data-testid={`demo-${person.userName}`}
                >
                  <span class="demo-name">{nameOf(person.name)}</span>
                  <span class="demo-place">
                    {[person.department, person.institution]
                      .filter((place) => place !== null)
                      .map(nameOf)
                      .join(' · ')}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

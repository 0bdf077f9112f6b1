import { useState } from 'preact/hooks';
import type { Specialty } from '../../api/contracts';
import { nameOf } from '../../text/format';
import { t } from '../../text/text';
import { TextField } from '../../ui/Field';
import { matching } from './model';

type SpecialtyChooserProps = {
  specialties: readonly Specialty[];
  chosen: string | null;
  onChoose: (code: string) => void;
};

/** All specialties stand there; typing leaves those that match, and Enter takes the first. */
export function SpecialtyChooser({ specialties, chosen, onChoose }: SpecialtyChooserProps) {
  const [query, setQuery] = useState('');
  const shown = matching(specialties, query);
  return (
    <form
      class="specialty-chooser"
      onSubmit={(event) => {
        event.preventDefault();
        const [first] = shown;
        if (first !== undefined) {
          onChoose(first.code);
        }
      }}
    >
      <TextField
        label={t('specialists.find')}
        hint={t('specialists.findHint')}
        value={query}
        onInput={setQuery}
        testId="specialty-search"
      />
      {shown.length === 0 ? (
        <p class="soft small" role="status">
          {t('specialists.findNone')}
        </p>
      ) : (
        <ul class="specialty-list" aria-label={t('specialists.findList')}>
          {shown.map((one) => (
            <li key={one.code}>
              <button
                type="button"
                class="specialty"
                aria-pressed={one.code === chosen}
                onClick={() => onChoose(one.code)}
                data-testid={`specialty-${one.code}`}
              >
                <span>{nameOf(one.name)}</span>
                <span class="specialty-count">
                  {t('specialists.departments', { count: one.departments })}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </form>
  );
}

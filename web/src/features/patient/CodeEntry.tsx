import { useState } from 'preact/hooks';
import { t } from '../../text/text';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { openWithCode } from './model';

export function CodeEntry(props: { error: 'incomplete' | 'unknown' | null }) {
  const [code, setCode] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  return (
    <form
      class="patient-page"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setIsBusy(true);
        void openWithCode(code).finally(() => setIsBusy(false));
      }}
    >
      <h1>{t('patient.code.title')}</h1>
      <p>{t('patient.code.explain')}</p>
      <TextField
        label={t('patient.code.label')}
        hint={t('patient.code.example')}
        value={code}
        onInput={(typed) => setCode(inFours(typed))}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={9}
        error={errorText(props.error)}
        testId="patient-code"
      />
      <Button type="submit" variant="primary" size="large" wide busy={isBusy} testId="patient-open">
        {t('patient.code.open')}
      </Button>
      <p class="soft small">{t('patient.help')}</p>
    </form>
  );
}

function inFours(typed: string): string {
  const digits = typed.replace(/\D/g, '').slice(0, 8);
  return digits.length > 4 ? `${digits.slice(0, 4)} ${digits.slice(4)}` : digits;
}

function errorText(error: 'incomplete' | 'unknown' | null): string | undefined {
  switch (error) {
    case 'incomplete':
      return t('patient.code.incomplete');
    case 'unknown':
      return t('patient.code.unknown');
    case null:
      return undefined;
  }
}

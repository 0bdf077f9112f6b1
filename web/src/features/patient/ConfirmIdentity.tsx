import { useState } from 'preact/hooks';
import type { InvitationPreview } from '../../api/contracts';
import { isRefusal } from '../../api/http';
import type { InvitationProof } from '../../api/invitations';
import { dateTimeOf, nameOf } from '../../text/format';
import { sentenceFor } from '../../text/refusals';
import { t } from '../../text/text';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { Notice } from '../../ui/Notice';
import { confirm } from './model';
import type { Problem } from './problem';

type Wrong = { name?: true; birthYear?: true; general?: Problem };

const earliestBirthYear = 1900;

export function ConfirmIdentity(props: { proof: InvitationProof; preview: InvitationPreview }) {
  const [name, setName] = useState('');
  const [birthYear, setBirthYear] = useState('');
  const [wrong, setWrong] = useState<Wrong>({});
  const [isBusy, setIsBusy] = useState(false);

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    const found = check(name, birthYear);
    setWrong(found);
    if (Object.keys(found).length > 0) {
      return;
    }
    setIsBusy(true);
    try {
      await confirm(props.proof, name, Number(birthYear));
    } catch (error) {
      setWrong({ general: { words: () => sentence(error) } });
    } finally {
      setIsBusy(false);
    }
  }

  return (
    <form class="patient-page" noValidate onSubmit={(event) => void submit(event)}>
      <h1>{t('patient.confirm.title')}</h1>
      <p class="patient-lead">
        {t('patient.confirm.invitedBy', {
          institution: nameOf(props.preview.institution),
          department: nameOf(props.preview.department),
        })}
      </p>
      <TextField
        label={t('patient.confirm.name')}
        hint={t('patient.confirm.nameHint')}
        value={name}
        onInput={setName}
        autoComplete="name"
        maxLength={60}
        error={wrong.name && t('patient.confirm.nameMissing')}
        testId="patient-name"
      />
      <TextField
        label={t('patient.confirm.birthYear')}
        hint={t('patient.confirm.birthYearHint')}
        value={birthYear}
        onInput={(typed) => setBirthYear(typed.replace(/\D/g, '').slice(0, 4))}
        inputMode="numeric"
        autoComplete="bday-year"
        maxLength={4}
        error={wrong.birthYear && t('patient.confirm.birthYearWrong')}
        testId="patient-birth-year"
      />
      {wrong.general !== undefined && (
        <Notice tone="warning" testId="patient-mismatch">
          {wrong.general.words()}
        </Notice>
      )}
      <Button
        type="submit"
        variant="primary"
        size="large"
        wide
        busy={isBusy}
        testId="patient-confirm"
      >
        {t('patient.confirm.submit')}
      </Button>
      <p class="soft small">
        {t('patient.confirm.validUntil', { time: dateTimeOf(props.preview.expiresAt) })}
      </p>
      <p class="soft small">{t('patient.help')}</p>
    </form>
  );
}

function check(name: string, birthYear: string): Wrong {
  const year = Number(birthYear);
  const isYear = year >= earliestBirthYear && year <= new Date().getFullYear();
  return {
    ...(name.trim() === '' ? { name: true } : {}),
    ...(isYear ? {} : { birthYear: true }),
  };
}

function sentence(error: unknown): string {
  if (isRefusal(error, 'invitation.identity_mismatch')) {
    return t('patient.confirm.mismatch', {
      attempts: Number(error.details?.['attemptsLeft'] ?? 0),
    });
  }
  return sentenceFor(error);
}

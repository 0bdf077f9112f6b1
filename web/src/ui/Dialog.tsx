import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { t } from '../text/text';
import './Dialog.css';
import { Button, IconButton } from './Button';
import { classes } from './classes';
import { closeIcon } from './icons';

type DialogProps = {
  title: string;
  onClose: () => void;
  children?: ComponentChildren;
  /** Buttons, the important one last. */
  actions?: ComponentChildren;
  size?: 'normal' | 'wide';
  testId?: string;
};

/** The browser's own modal dialog: focus stays inside, Escape closes, focus returns. Shown while it is rendered. */
export function Dialog(props: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={element}
      class={classes('dialog', `dialog-${props.size ?? 'normal'}`)}
      aria-labelledby={titleId}
      data-testid={props.testId}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
    >
      <header class="dialog-head">
        <h2 id={titleId}>{props.title}</h2>
        <IconButton icon={closeIcon} label={t('common.actions.close')} onClick={props.onClose} />
      </header>
      <div class="dialog-body">{props.children}</div>
      {props.actions !== undefined && <footer class="dialog-actions">{props.actions}</footer>}
    </dialog>
  );
}

type Question = {
  title: string;
  text?: string;
  confirm: string;
  cancel?: string;
  danger?: boolean;
};

const asked = signal<(Question & { answer: (yes: boolean) => void }) | undefined>(undefined);

/** Asks and waits; `QuestionHost` shows it. */
export function ask(question: Question): Promise<boolean> {
  asked.value?.answer(false);
  return new Promise((resolve) => {
    asked.value = {
      ...question,
      answer: (yes) => {
        asked.value = undefined;
        resolve(yes);
      },
    };
  });
}

export function askAboutUnsaved(): Promise<boolean> {
  return ask({
    title: t('common.errors.unsavedTitle'),
    text: t('common.errors.unsavedText'),
    confirm: t('common.actions.leavePage'),
    cancel: t('common.actions.stayOnPage'),
    danger: true,
  });
}

/** One per entry. */
export function QuestionHost() {
  const question = asked.value;
  if (question === undefined) {
    return null;
  }
  return (
    <Dialog
      title={question.title}
      onClose={() => question.answer(false)}
      testId="question"
      actions={
        <>
          <Button onClick={() => question.answer(false)} testId="question-cancel">
            {question.cancel ?? t('common.actions.cancel')}
          </Button>
          <Button
            variant={question.danger ? 'danger' : 'primary'}
            onClick={() => question.answer(true)}
            testId="question-confirm"
          >
            {question.confirm}
          </Button>
        </>
      }
    >
      {question.text !== undefined && <p>{question.text}</p>}
    </Dialog>
  );
}

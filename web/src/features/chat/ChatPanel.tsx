import { useEffect, useMemo, useReducer, useRef } from 'preact/hooks';
import { photoUrl } from '../../api/consultations';
import type { ChatMessage } from '../../api/contracts';
import { nameOf, timeOf } from '../../text/format';
import { findText, t } from '../../text/text';
import './ChatPanel.css';
import { Button } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { Icon } from '../../ui/Icon';
import { alertIcon, chatIcon, clockIcon } from '../../ui/icons';
import { Skeleton } from '../../ui/Spinner';
import { Composer } from './Composer';
import { type Conversation, conversationOf, type OverheardMessage } from './conversation';
import type { OutgoingMessage } from './outbox';

export type ChatPanelProps = {
  consultationId: string;
  /** The own seat, to set own messages apart: `practitioner-{id}` or `patient-{id}`; undefined while it is not known. */
  ownSeat: string | undefined;
  /** After the consultation messages can only be read. */
  readOnly?: boolean;
};

/** Fills its parent; the parent gives it a height. */
export function ChatPanel(props: ChatPanelProps) {
  const conversation = useConversation(props.consultationId);
  const list = useRef<HTMLDivElement>(null);
  const { messages, overheard, isLoaded, outbox } = conversation;
  const waiting = outbox.messages;
  const count = messages.length + overheard.length + waiting.length;
  // Each new message moves the list to its end.
  useEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [count]);
  return (
    <section class="chat" aria-label={t('chat.title')} data-testid="chat">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard. */}
      <div class="chat-list" ref={list} role="log" aria-label={t('chat.title')} tabIndex={0}>
        {!isLoaded && count === 0 && <Skeleton lines={4} height="2.5em" />}
        {isLoaded && count === 0 && (
          <EmptyState icon={chatIcon} title={t('chat.empty')} hint={t('chat.emptyHint')} />
        )}
        {messages.map((message) => (
          <Message
            key={message.clientMessageId}
            consultationId={props.consultationId}
            message={message}
            isOwn={message.senderSeat === props.ownSeat}
          />
        ))}
        {overheard.map((message) => (
          <Overheard key={`${message.seat} ${message.clientMessageId}`} message={message} />
        ))}
        {waiting.map((message) => (
          <Waiting
            key={message.clientMessageId}
            message={message}
            onRetry={() => outbox.retry(message.clientMessageId)}
            onDiscard={() => outbox.discard(message.clientMessageId)}
          />
        ))}
      </div>
      {props.readOnly ? (
        <p class="chat-closed">{t('chat.closed')}</p>
      ) : (
        <Composer
          consultationId={props.consultationId}
          onSend={(text, photoId) => outbox.add(text, photoId)}
        />
      )}
    </section>
  );
}

function useConversation(consultationId: string): Conversation {
  const [, redraw] = useReducer((version: number) => version + 1, 0);
  const conversation = useMemo(() => conversationOf(consultationId), [consultationId]);
  useEffect(() => {
    const stop = conversation.on('changed', () => redraw(undefined));
    const stopFollowing = conversation.follow();
    return () => {
      stop();
      stopFollowing();
    };
  }, [conversation]);
  return conversation;
}

function Message(props: { consultationId: string; message: ChatMessage; isOwn: boolean }) {
  const { message } = props;
  const photo = message.photo;
  return (
    <article class={props.isOwn ? 'message message-own' : 'message'} data-testid="message">
      <header class="message-head">
        <span>{props.isOwn ? t('call.you') : nameOf(message.senderName)}</span>
        <time dateTime={message.sentAt}>{timeOf(message.sentAt)}</time>
      </header>
      {photo !== null && (
        <a
          class="message-photo"
          href={photoUrl(props.consultationId, photo.id)}
          target="_blank"
          rel="noreferrer"
        >
          <img
            src={photoUrl(props.consultationId, photo.id)}
            alt={t('chat.photo')}
            width={photo.width}
            height={photo.height}
            loading="lazy"
          />
        </a>
      )}
      {message.text !== '' && <p class="message-text">{message.text}</p>}
    </article>
  );
}

/** From somebody in the call; the server has it, but could not store it yet. */
function Overheard({ message }: { message: OverheardMessage }) {
  return (
    <article class="message message-waiting" data-testid="message-overheard">
      {message.name !== undefined && (
        <header class="message-head">
          <span>{nameOf(message.name)}</span>
        </header>
      )}
      <p class="message-text">{message.text}</p>
      <footer class="message-state">
        <Icon path={clockIcon} size={16} />
        <span>{t('chat.notStoredYet')}</span>
      </footer>
    </article>
  );
}

function Waiting(props: { message: OutgoingMessage; onRetry: () => void; onDiscard: () => void }) {
  const { failed, text } = props.message;
  return (
    <article
      class={
        failed === undefined
          ? 'message message-own message-waiting'
          : 'message message-own message-failed'
      }
      data-testid={failed === undefined ? 'message-waiting' : 'message-failed'}
    >
      {text !== '' && <p class="message-text">{text}</p>}
      <footer class="message-state">
        <Icon path={failed === undefined ? clockIcon : alertIcon} size={16} />
        <span>{stateOf(failed)}</span>
      </footer>
      {failed !== undefined && (
        <div class="row">
          <Button size="small" variant="quiet" onClick={props.onRetry}>
            {t('chat.retry')}
          </Button>
          <Button size="small" variant="quiet" onClick={props.onDiscard}>
            {t('chat.discard')}
          </Button>
        </div>
      )}
    </article>
  );
}

function stateOf(failed: string | undefined): string {
  if (failed === undefined) {
    return navigator.onLine ? t('chat.pending') : t('chat.waitingForNetwork');
  }
  return findText(`refusals.${failed}`) ?? t('chat.failed');
}

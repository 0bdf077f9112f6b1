import type { ComponentChildren } from 'preact';
import './EmptyState.css';
import { Icon } from './Icon';

/** Says what will stand here, and what to do now. */
export function EmptyState(props: {
  title: string;
  hint?: string | undefined;
  icon?: string;
  action?: ComponentChildren;
  headingLevel?: 1 | 2 | 3;
}) {
  const Heading = `h${props.headingLevel ?? 2}` as 'h1' | 'h2' | 'h3';
  return (
    <div class="empty-state">
      {props.icon !== undefined && (
        <span class="empty-state-icon">
          <Icon path={props.icon} size={30} />
        </span>
      )}
      <Heading class="empty-state-title">{props.title}</Heading>
      {props.hint !== undefined && <p class="soft">{props.hint}</p>}
      {props.action}
    </div>
  );
}

import type { ComponentChildren } from 'preact';
import './Card.css';
import { classes } from './classes';

type CardProps = {
  title?: string | undefined;
  /** Behind the title: a badge, a small button. */
  aside?: ComponentChildren;
  headingLevel?: 2 | 3;
  children?: ComponentChildren;
  tone?: 'plain' | 'quiet' | 'jade';
  class?: string;
  testId?: string;
};

/** A sheet of paper on the desk. */
export function Card(props: CardProps) {
  const Heading = `h${props.headingLevel ?? 2}` as 'h2' | 'h3';
  return (
    <section
      class={classes('card', props.tone !== undefined && `card-${props.tone}`, props.class)}
      data-testid={props.testId}
    >
      {(props.title !== undefined || props.aside !== undefined) && (
        <header class="card-head">
          {props.title !== undefined && <Heading class="card-title">{props.title}</Heading>}
          {props.aside}
        </header>
      )}
      {props.children}
    </section>
  );
}

/** Label and value pairs. */
export function Facts(props: {
  of: readonly (readonly [label: string, value: ComponentChildren])[];
}) {
  return (
    <dl class="facts">
      {props.of.map(([label, value]) => (
        <div key={label} class="fact">
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

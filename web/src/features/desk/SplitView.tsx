import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { t } from '../../text/text';

const storageKey = 'telehealth.split';
const smallest = 25;
const largest = 75;

function within(percent: number): number {
  return Math.min(largest, Math.max(smallest, Math.round(percent)));
}

/** Two panes with a handle between them, by pointer or arrow keys; on narrow screens one above the other. */
export function SplitView(props: { first: ComponentChildren; second: ComponentChildren }) {
  const [percent, setPercent] = useState(() =>
    within(Number(localStorage.getItem(storageKey)) || 55),
  );
  const root = useRef<HTMLDivElement>(null);
  const resize = (next: number) => {
    setPercent(within(next));
    localStorage.setItem(storageKey, String(within(next)));
  };
  const onPointerMove = (event: PointerEvent) => {
    const box = root.current?.getBoundingClientRect();
    const handle = event.currentTarget as HTMLElement;
    if (box && handle.hasPointerCapture(event.pointerId)) {
      resize((100 * (event.clientX - box.left)) / box.width);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -5, ArrowRight: 5 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      resize(percent + step);
    }
  };
  return (
    <div class="split" ref={root} style={{ '--split': `${percent}%` }}>
      <div class="split-first">{props.first}</div>
      {/* biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved. */}
      <div
        class="split-handle"
        role="separator"
        tabIndex={0}
        aria-orientation="vertical"
        aria-label={t('staff.consultation.resize')}
        aria-valuenow={percent}
        aria-valuemin={smallest}
        aria-valuemax={largest}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={onPointerMove}
        onKeyDown={onKeyDown}
      />
      <div class="split-second">{props.second}</div>
    </div>
  );
}

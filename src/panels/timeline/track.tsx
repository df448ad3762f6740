/** The line itself: drag it either way, or walk it with the arrow keys. */
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { type Micros, seek, usePlayback } from '../../store/playback.ts';
import { clockText } from '../format.ts';
import css from './timeline.module.css';
import { timelineStep } from './timeline-scale.ts';
import { words } from './words.ts';

export function Track({ end }: { end: Micros }) {
  const at = usePlayback((state) => state.at);
  const horizon = usePlayback((state) => state.report?.horizon ?? 0);
  const waiting = useRef<number | null>(null);
  const frame = useRef(0);
  const share = (moment: number) => `${(moment / end) * 100}%`;
  /** At most one seek per frame: the newest wins. */
  const scrub = (event: PointerEvent<HTMLElement>) => {
    const moment = momentUnder(event, end);
    if (moment === null) return;
    waiting.current = moment;
    if (frame.current !== 0) return;
    frame.current = requestAnimationFrame(() => {
      frame.current = 0;
      if (waiting.current !== null) seek(waiting.current);
    });
  };
  const press = (event: KeyboardEvent) => {
    const to = keyTarget(event, at, end);
    if (to === null) return;
    event.preventDefault();
    event.stopPropagation();
    seek(to);
  };
  return (
    <div
      className={css.track}
      role="slider"
      tabIndex={0}
      aria-label={words.label}
      aria-valuemin={0}
      aria-valuemax={end / 1e6}
      aria-valuenow={at / 1e6}
      aria-valuetext={`${clockText(at)}, ${words.computedTo(clockText(horizon))}`}
      onKeyDown={press}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        scrub(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) scrub(event);
      }}
    >
      <div className={css.rail}>
        <div className={css.computed} style={{ width: share(horizon) }} />
        <div className={css.passed} style={{ width: share(at) }} />
      </div>
      <div className={css.handle} style={{ left: share(at) }} />
    </div>
  );
}

/** Where a pointer over an element as wide as the line is in time. */
export function momentUnder(event: PointerEvent<HTMLElement>, end: Micros): Micros | null {
  const box = event.currentTarget.getBoundingClientRect();
  if (box.width === 0) return null;
  return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * end;
}

/** Where a key leads from a moment; null when it is none of the slider's. */
function keyTarget(
  event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey'>,
  at: number,
  end: number,
): number | null {
  if (event.altKey || event.ctrlKey || event.metaKey) return null;
  const small = timelineStep(end) * (event.shiftKey ? 10 : 1);
  const moves: Readonly<Record<string, number>> = {
    ArrowLeft: at - small,
    ArrowDown: at - small,
    ArrowRight: at + small,
    ArrowUp: at + small,
    PageDown: at - timelineStep(end) * 10,
    PageUp: at + timelineStep(end) * 10,
    Home: 0,
    End: end,
  };
  const to = moves[event.key];
  return to === undefined ? null : Math.min(end, Math.max(0, Math.round(to)));
}

/** One command on the timeline. A press that moves drags it; one that does not opens its editor. */
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { LIMITS } from '../../document/limits.ts';
import type { DocumentCommand } from '../../document/types.ts';
import { pointAt } from '../../store/instruments.ts';
import type { Micros } from '../../store/playback.ts';
import { Tooltip } from '../../ui/tooltip.tsx';
import { shortClock } from '../format.ts';
import css from './timeline.module.css';
import { roundAlong, timelineStep } from './timeline-scale.ts';
import { words } from './words.ts';

/** Pixels a pointer must move before a press becomes a drag. */
const DRAG_FROM = 4;

interface MarkProps {
  index: number;
  command: DocumentCommand;
  /** Middle, in pixels of the line. */
  x: number;
  what: string;
  /** It begins a fault. */
  begins: boolean;
  /** Why it was skipped; null when it was not. */
  why: string | null;
  end: Micros;
  width: number;
  /** Milliseconds. */
  onMove: (at: number) => void;
  onOpen: (element: HTMLElement) => void;
}

export function Mark(props: MarkProps) {
  const { index, command, x, what, begins, why, end, width, onMove, onOpen } = props;
  /** Where it is held while it is being moved, in milliseconds. */
  const [held, setHeld] = useState<number | null>(null);
  /** The press under way; `isOver` when Esc ended it before the button was let go. */
  const pressed = useRef<{ x: number; isDrag: boolean; isOver: boolean } | null>(null);
  const hold = (at: number) => {
    setHeld(at);
    pointAt(at * 1000);
  };
  const release = () => {
    setHeld(null);
    pointAt(null);
  };
  const drop = () => {
    if (held === null) return;
    release();
    if (held !== command.at) onMove(held);
  };
  const drag = (event: PointerEvent<HTMLElement>) => {
    const from = pressed.current;
    if (from === null || from.isOver) return;
    const way = event.clientX - from.x;
    if (!from.isDrag && Math.abs(way) < DRAG_FROM) return;
    from.isDrag = true;
    event.stopPropagation();
    const moment = Math.max(0, command.at * 1000 + (way * end) / width);
    hold(within(roundAlong(moment, end / width) / 1000));
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && held !== null) {
      if (pressed.current !== null) pressed.current.isOver = true;
      release();
    } else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      const step = (timelineStep(end) / 1000) * (event.shiftKey ? 10 : 1);
      const way = event.key === 'ArrowLeft' ? -step : step;
      hold(Math.round(within((held ?? command.at) + way) * 1000) / 1000);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const at = held ?? command.at;
  const clock = shortClock(at * 1000);
  const says = why === null ? words.mark(what, clock) : words.skipped(what, clock, why);
  return (
    <Tooltip text={`${says}. ${words.markHelp}`} side="top">
      <button
        type="button"
        className={css.mark}
        style={{ left: held === null ? x : (held * 1000 * width) / end }}
        data-command={index}
        data-skipped={why !== null}
        data-breaks={begins}
        data-held={held !== null}
        aria-label={says}
        aria-description={words.markHelp}
        aria-haspopup="dialog"
        onClick={(event) => {
          const wasDragged = pressed.current?.isDrag === true;
          pressed.current = null;
          if (!wasDragged) onOpen(event.currentTarget);
        }}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          pressed.current = { x: event.clientX, isDrag: false, isOver: false };
        }}
        onPointerMove={drag}
        onPointerUp={drop}
        onPointerCancel={() => {
          pressed.current = null;
          release();
        }}
        onKeyDown={press}
        onKeyUp={(event) => {
          if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') drop();
        }}
        onBlur={drop}
      />
    </Tooltip>
  );
}

function within(at: number): number {
  return Math.min(LIMITS.moment, Math.max(0, at));
}

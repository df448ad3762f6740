/**
 * The timeline: drag it either way, or walk it with the arrow keys. Marks say what was done and when, those that no longer apply are
 * struck through and say why; each can be gone to, moved to the moment shown, or deleted.
 */
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { describeIntervention } from '../document/label.ts';
import type { DocumentCommand, SceneDocument } from '../document/types.ts';
import { edit, useDocument } from '../store/document.ts';
import { seek, usePlayback } from '../store/playback.ts';
import { useScene } from '../store/scene.ts';
import { specs } from '../store/specs.ts';
import { Menu } from '../ui/menu.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { clockText, shortClock } from './format.ts';
import css from './timeline.module.css';
import { timelineEnd, timelineStep, timelineTicks } from './timeline-scale.ts';
import { words } from './words.ts';

export function Timeline() {
  const at = usePlayback((state) => state.at);
  const horizon = usePlayback((state) => state.report?.horizon ?? 0);
  const commands = useDocument((state) => state.document.commands);
  const last = commands.reduce((latest, command) => Math.max(latest, command.at * 1000), 0);
  const end = timelineEnd(Math.max(at, horizon, last));
  const share = (moment: number) => `${(moment / end) * 100}%`;
  return (
    <div className={css.timeline}>
      <Track at={at} end={end} horizon={horizon} share={share} />
      <div className={css.ticks} aria-hidden="true">
        {timelineTicks(end).map((tick) => (
          <span key={tick} className={css.tick} style={{ left: share(tick) }}>
            {shortClock(tick)}
          </span>
        ))}
      </div>
      <Marks commands={commands} share={share} />
    </div>
  );
}

interface TrackProps {
  at: number;
  end: number;
  horizon: number;
  share: (moment: number) => string;
}

function Track({ at, end, horizon, share }: TrackProps) {
  const track = useRef<HTMLDivElement>(null);
  const waiting = useRef<number | null>(null);
  const frame = useRef(0);
  /** At most one seek per frame: the newest wins. */
  const scrub = (event: PointerEvent) => {
    const box = track.current?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return;
    const along = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    waiting.current = along * end;
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
      ref={track}
      className={css.track}
      role="slider"
      tabIndex={0}
      aria-label={words.transport.timeline}
      aria-valuemin={0}
      aria-valuemax={end / 1e6}
      aria-valuenow={at / 1e6}
      aria-valuetext={`${clockText(at)}, ${words.transport.computedTo(clockText(horizon))}`}
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

interface MarksProps {
  commands: readonly DocumentCommand[];
  share: (moment: number) => string;
}

function Marks({ commands, share }: MarksProps) {
  const document = useDocument((state) => state.document);
  const reported = usePlayback((state) => state.report?.marks);
  const passed = useScene((scene) => scene.skipped);
  if (commands.length === 0) return null;
  const skipped = new Map(passed.map(({ command, why }) => [command, why]));
  for (const mark of reported ?? []) {
    if (mark.skipped !== null) skipped.set(mark.command, mark.skipped);
  }
  return (
    <div className={css.marks}>
      {commands.map((command, index) => (
        <Mark
          // biome-ignore lint/suspicious/noArrayIndexKey: a command is known by its place in the list and by nothing else.
          key={index}
          index={index}
          command={command}
          what={whatOf(command, document)}
          why={skipped.get(index) ?? null}
          left={share(command.at * 1000)}
        />
      ))}
    </div>
  );
}

/** The command in words; names are those of the whole document, whenever their nodes join. */
function whatOf(command: DocumentCommand, document: SceneDocument): string {
  const added = document.commands.flatMap((each) => (each.do === 'add' ? [each] : []));
  const everything = {
    nodes: [...document.nodes, ...added.flatMap((each) => each.nodes ?? [])],
    edges: [...document.edges, ...added.flatMap((each) => each.edges ?? [])],
  };
  return describeIntervention(command, everything, specs());
}

interface MarkProps {
  index: number;
  command: DocumentCommand;
  what: string;
  /** Why it was skipped; null when it was not. */
  why: string | null;
  left: string;
}

const BREAKS = new Set(['crash', 'hang', 'drain', 'slow', 'errors', 'burst', 'cut', 'remove']);

function Mark({ index, command, what, why, left }: MarkProps) {
  const at = command.at * 1000;
  const clock = shortClock(at);
  const says =
    why === null ? words.transport.mark(what, clock) : words.transport.skipped(what, clock, why);
  const button = (
    <button
      type="button"
      className={css.mark}
      style={{ left }}
      data-skipped={why !== null}
      data-breaks={BREAKS.has(command.do)}
      aria-label={says}
    />
  );
  return (
    <Menu
      trigger={
        <Tooltip text={says} side="top">
          {button}
        </Tooltip>
      }
      entries={[
        { id: 'go', label: words.transport.goTo(clock), act: () => seek(at) },
        {
          id: 'move',
          label: words.transport.moveTo(shortClock(usePlayback.getState().at)),
          act: () => edit({ edit: 'move-command', index, at: usePlayback.getState().at / 1000 }),
        },
        {
          id: 'delete',
          label: words.transport.remove,
          act: () => edit({ edit: 'delete-command', index }),
        },
      ]}
    />
  );
}

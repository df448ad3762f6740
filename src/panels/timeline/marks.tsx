/**
 * What the document does and when. A mark is dragged along the line or moved with the arrow keys,
 * one step for undo each; a click or Enter opens its editor. Marks at the same moment fan out;
 * where there are too many, a number stands for them and opens their list.
 */
import { memo, useEffect, useMemo, useRef, useState } from 'react';
import { faultIn } from '../../document/deeds.ts';
import { partsOf } from '../../document/parts.ts';
import type { DocumentCommand } from '../../document/types.ts';
import { useDocument } from '../../store/document.ts';
import type { Micros } from '../../store/playback.ts';
import { usePlayback } from '../../store/playback.ts';
import { useScene } from '../../store/scene.ts';
import { specs } from '../../store/specs.ts';
import { late } from '../../ui/late.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { shortClock } from '../format.ts';
import { Mark } from './mark.tsx';
import { moveCommand } from './move-command.ts';
import { type Spot, spread } from './spread.ts';
import css from './timeline.module.css';
import { whatOf } from './what-of.ts';
import { words } from './words.ts';

const MarkEditor = late(async () => (await import('./mark-editor.tsx')).MarkEditor);

/** So many fan out beside each other. */
const FAN = 4;

interface LineProps {
  end: Micros;
  width: number;
}

/** What is open in the editor: one command, or several to choose from. */
type Opened = { readonly index: number } | { readonly items: readonly number[] };

export const Marks = memo(function Marks({ end, width }: LineProps) {
  const document = useDocument((state) => state.document);
  const { commands } = document;
  const { nodes } = useMemo(() => partsOf(document), [document]);
  const skipped = useSkipped();
  const [opened, setOpened] = useState<Opened | null>(null);
  const line = useRef<HTMLDivElement>(null);
  const anchor = useRef<HTMLElement | null>(null);
  const focused = useRef<number | null>(null);
  const place = (at: number) => (at * 1000 * width) / end;
  const spots = useMemo(
    () => spread(placesOf(commands, width / end), width, FAN),
    [commands, width, end],
  );
  useEffect(() => {
    // A mark that was moved is another button now: the keyboard goes with it.
    if (focused.current === null) return;
    const moved = line.current?.querySelector<HTMLElement>(`[data-command="${focused.current}"]`);
    focused.current = null;
    moved?.focus({ preventScroll: true });
  });
  if (commands.length === 0) return null;
  const move = (index: number, at: number) => {
    const moved = moveCommand(index, at);
    if (moved !== null) focused.current = moved;
  };
  const open = (what: Opened, element: HTMLElement) => {
    anchor.current = element;
    setOpened(what);
  };
  return (
    <div ref={line} className={css.marks}>
      <Leaders spots={spots} placeOf={(index) => place(commands[index]?.at ?? 0)} width={width} />
      {spots.map(({ x, items }) => {
        const [first = 0] = items;
        const command = commands[first];
        if (command === undefined) return null;
        if (items.length > 1) {
          return (
            <Several
              key={`of ${first}`}
              x={x}
              says={severalWords(items, commands)}
              count={items.length}
              onOpen={(element) => open({ items }, element)}
            />
          );
        }
        const why = skipped.get(first) ?? null;
        return (
          <Mark
            key={first}
            index={first}
            command={command}
            x={x}
            what={whatOf(command, document)}
            begins={faultIn(command, nodes, specs()) !== null}
            why={why}
            end={end}
            width={width}
            onMove={(at) => move(first, at)}
            onOpen={(element) => open({ index: first }, element)}
          />
        );
      })}
      {opened === null ? null : (
        <MarkEditor
          opened={opened}
          end={end}
          skipped={skipped}
          anchor={anchor}
          onOpen={setOpened}
          onClose={() => setOpened(null)}
          show={(isShown) => setOpened(isShown ? opened : null)}
        />
      )}
    </div>
  );
});

function placesOf(commands: readonly DocumentCommand[], scale: number): number[] {
  return commands.map((command) => command.at * 1000 * scale);
}

function severalWords(items: readonly number[], commands: readonly DocumentCommand[]): string {
  const clock = (index: number | undefined) => shortClock((commands[index ?? 0]?.at ?? 0) * 1000);
  return words.several(items.length, clock(items[0]), clock(items.at(-1)));
}

/**
 * Commands that no longer apply, and why: as the run says, and as far as it has not come, as the
 * document alone says.
 */
function useSkipped(): ReadonlyMap<number, string> {
  const passed = useScene((scene) => scene.skipped);
  // As text, so that it changes only when it says something else.
  const reported = usePlayback(({ report }) =>
    JSON.stringify((report?.marks ?? []).filter((mark) => mark.skipped !== null)),
  );
  return useMemo(() => {
    const skipped = new Map(passed.map(({ command, why }) => [command, why]));
    const marks = JSON.parse(reported) as { command: number; skipped: string }[];
    for (const mark of marks) skipped.set(mark.command, mark.skipped);
    return skipped;
  }, [passed, reported]);
}

interface LeadersProps {
  spots: readonly Spot[];
  placeOf: (index: number) => number;
  width: number;
}

/** From each mark that had to step aside to the moment it belongs to. */
function Leaders({ spots, placeOf, width }: LeadersProps) {
  const aside = spots.flatMap(({ x, items }) => {
    const [only = 0] = items;
    const to = placeOf(only);
    return items.length === 1 && Math.abs(to - x) > 1 ? [{ only, x, to }] : [];
  });
  if (aside.length === 0) return null;
  return (
    <svg className={css.leaders} width={width} height={24} aria-hidden="true">
      {aside.map(({ only, x, to }) => (
        <path key={only} d={`M${x} 15 L${to} 22`} />
      ))}
    </svg>
  );
}

interface SeveralProps {
  x: number;
  says: string;
  count: number;
  onOpen: (element: HTMLElement) => void;
}

function Several({ x, says, count, onOpen }: SeveralProps) {
  return (
    <Tooltip text={says} side="top">
      <button
        type="button"
        className={css.several}
        style={{ left: x }}
        aria-label={says}
        aria-haspopup="dialog"
        onClick={(event) => onOpen(event.currentTarget)}
      >
        {count}
      </button>
    </Tooltip>
  );
}

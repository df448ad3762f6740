/**
 * Everything that can be placed, by family, with a search field first. Drag a part onto the table,
 * or click it and then the table, or press Enter on it: all three end in the same placing, which is
 * the canvas's business.
 */
import { Search } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, useId, useRef, useState } from 'react';
import type { Entry } from '../document/entry.ts';
import type { Family } from '../document/spec.ts';
import { startPlacing, useSelection } from '../store/selection.ts';
import { entries } from '../store/specs.ts';
import { Island } from '../ui/island.tsx';
import { KindIcon } from '../ui/kind-icon.tsx';
import { PHONE_QUERY, useMedia } from '../ui/media.ts';
import css from './palette.module.css';
import tile from './tile.module.css';
import { words } from './words.ts';

/** Pixels a pointer must move before a press becomes a drag. */
const DRAG_FROM = 6;

interface PaletteProps {
  /** Places a part of this kind beside the selection; for Enter. */
  onPlace: (kind: string) => void;
}

export function Palette(props: PaletteProps) {
  const isPhone = useMedia(PHONE_QUERY);
  const list = <Parts {...props} />;
  return isPhone ? list : <Island label={words.palette.label}>{list}</Island>;
}

function Parts({ onPlace }: PaletteProps) {
  const [text, setText] = useState('');
  const groups = familiesOf(Object.values(entries()), text);
  const searchId = useId();
  const placeFirst = (event: KeyboardEvent) => {
    const first = groups[0]?.[1][0];
    if (event.key === 'Enter' && first !== undefined) onPlace(first.kind);
    if (event.key === 'Escape' && text !== '') {
      event.stopPropagation();
      setText('');
    }
  };
  return (
    <div className={css.palette}>
      <div className={css.search}>
        <Search size={16} strokeWidth={1.5} aria-hidden="true" />
        <input
          id={searchId}
          className={css.input}
          type="search"
          aria-label={words.palette.search}
          placeholder={words.palette.search}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={placeFirst}
        />
      </div>
      <div className={css.groups}>
        {groups.map(([family, members]) => (
          <fieldset key={family} className={css.group}>
            <legend className={css.family}>{words.palette.families[family]}</legend>
            {members.map((entry) => (
              <Part key={entry.kind} entry={entry} onPlace={onPlace} />
            ))}
          </fieldset>
        ))}
        {groups.length === 0 ? <p className={css.none}>{words.palette.none(text)}</p> : null}
      </div>
    </div>
  );
}

/**
 * One part. A press that moves becomes a drag: the canvas takes it from there and sees where it is
 * let go.
 */
function Part({ entry, onPlace }: { entry: Entry; onPlace: (kind: string) => void }) {
  const isPlacing = useSelection((state) => state.placing === entry.kind);
  const pressed = useRef<{ x: number; y: number } | null>(null);
  const dragged = useRef(false);
  const move = (event: PointerEvent) => {
    const from = pressed.current;
    if (from === null || dragged.current) return;
    if (Math.hypot(event.clientX - from.x, event.clientY - from.y) < DRAG_FROM) return;
    dragged.current = true;
    // A touch keeps its first target unless it is let go.
    event.currentTarget.releasePointerCapture(event.pointerId);
    startPlacing(entry.kind);
  };
  return (
    <button
      type="button"
      className={css.part}
      data-family={entry.family}
      data-part={entry.kind}
      aria-pressed={isPlacing}
      title={words.palette.help}
      onPointerDown={(event) => {
        pressed.current = { x: event.clientX, y: event.clientY };
        dragged.current = false;
      }}
      onPointerMove={move}
      onPointerUp={() => {
        pressed.current = null;
      }}
      onPointerCancel={() => {
        pressed.current = null;
      }}
      onClick={(event) => {
        if (dragged.current) dragged.current = false;
        // Enter and Space make a click without a press.
        else if (event.detail === 0) onPlace(entry.kind);
        else startPlacing(isPlacing ? null : entry.kind);
      }}
    >
      <span className={tile.tile} aria-hidden="true">
        <KindIcon name={entry.icon} />
      </span>
      <span className={css.text}>
        <span className={css.title}>{entry.title}</span>
        <span className={css.summary}>{entry.summary}</span>
      </span>
    </button>
  );
}

/** Families in the entries' order with the parts that match every word of the search. */
export function familiesOf(list: readonly Entry[], search: string): [Family, Entry[]][] {
  const wanted = search.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<Family, Entry[]>();
  for (const entry of list) {
    const family = words.palette.families[entry.family];
    const text = `${entry.title} ${entry.kind} ${entry.summary} ${family}`.toLowerCase();
    if (!wanted.every((word) => text.includes(word))) continue;
    groups.set(entry.family, [...(groups.get(entry.family) ?? []), entry]);
  }
  return [...groups];
}

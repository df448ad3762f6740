/**
 * Selecting by hand: all of it, what a marquee touches, and the name or text that is written next.
 */

import { create } from 'zustand';
import { ArcTable } from '../lib/curve.ts';
import { announce } from '../store/notices.ts';
import { useScene } from '../store/scene.ts';
import { gather, select, startEditing, useSelection } from '../store/selection.ts';
import type { Box } from '../worker/protocol.ts';
import { keepInView } from './camera.ts';
import type { Begin, Gesture, Hand } from './hands.ts';
import { overlaps, type Point } from './layout.ts';
import { drawnNodes, drawnNotes, templateOf, useLayout } from './layout-store.ts';
import { words } from './words.ts';

/** Every node, connection and note that stands on the table. */
export function selectAll(): void {
  const parts = [...drawnNodes(), ...useScene.getState().edges, ...drawnNotes()];
  select(parts.map(({ id }) => id));
  announce(words.selected(parts.length));
}

/**
 * Takes the part the keyboard stands on into the selection, or out of it; from then on walking
 * keeps what is selected.
 */
export function gatherCursor(): boolean {
  const { cursor, ids, gathering } = useSelection.getState();
  if (cursor === null) return false;
  // What walking has selected is the first of the lot.
  if (gathering) select([cursor], true);
  else if (!ids.includes(cursor)) select([...ids, cursor]);
  gather(true);
  announce(words.selected(useSelection.getState().ids.length));
  return true;
}

/** Begins writing the name of the selected node, or the text of the selected note. */
export function renameSelected(): boolean {
  const { ids, cursor } = useSelection.getState();
  const id = ids.at(-1) ?? cursor;
  const isHere = [...drawnNodes(), ...drawnNotes()].some((part) => part.id === id);
  if (id === null || id === undefined || !isHere) return false;
  startEditing(templateOf(id));
  return true;
}

/** The marquee being drawn, in canvas units. */
export const useMarquee = create<{ box: Box | null }>()(() => ({ box: null }));

export const beginMarquee: Begin = (start) => new Marquee(start);

class Marquee implements Gesture {
  private readonly start: Point;
  private readonly before: readonly string[];
  private readonly isAdding: boolean;

  constructor(start: Hand) {
    const { ids, gathering } = useSelection.getState();
    this.start = start.at;
    this.before = ids;
    this.isAdding = start.shift || gathering;
  }

  move(hand: Hand): void {
    keepInView(hand.client, (at) => this.move({ ...hand, at }));
    const box = between(this.start, hand.at);
    useMarquee.setState({ box });
    const touched = within(box);
    const kept = this.isAdding ? this.before.filter((id) => !touched.includes(id)) : [];
    select([...kept, ...touched]);
  }

  end(): void {
    this.leave();
    const { ids } = useSelection.getState();
    useSelection.setState({ cursor: ids.at(-1) ?? null, inspecting: false });
    if (ids.length > 0) announce(words.selected(ids.length));
  }

  cancel(): void {
    this.leave();
    select(this.before);
  }

  private leave(): void {
    keepInView(null);
    useMarquee.setState({ box: null });
  }
}

function between([ax, ay]: Point, [bx, by]: Point): Box {
  return {
    x: Math.min(ax, bx),
    y: Math.min(ay, by),
    width: Math.abs(ax - bx),
    height: Math.abs(ay - by),
  };
}

/**
 * Cards and notes that it touches, frames that lie in it whole, and connections both of whose ends
 * and middle do.
 */
function within(box: Box): string[] {
  const { layout, notes, curves } = useLayout.getState();
  const frames = new Set(drawnNodes().flatMap((node) => node.in ?? []));
  const parts = [...layout.boxes, ...notes].filter(([id, part]) =>
    frames.has(id) ? isInside(part, box) : overlaps(part, box),
  );
  const lines = [...curves].filter(
    ([, lanes]) => lanes.length > 0 && lanes.every((curve) => liesIn(new ArcTable(curve), box)),
  );
  return [...parts, ...lines].map(([id]) => id);
}

function isInside(a: Box, b: Box): boolean {
  return (
    a.x >= b.x && a.y >= b.y && a.x + a.width <= b.x + b.width && a.y + a.height <= b.y + b.height
  );
}

function liesIn(line: ArcTable, box: Box): boolean {
  const point = new Float64Array(4);
  return [0.02, 0.5, 0.98].every((share) => {
    line.pointAt(share, point);
    const [x = 0, y = 0] = point;
    return x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
  });
}

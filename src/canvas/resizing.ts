/**
 * How large a frame or a note is: dragged by its lower right edges, never smaller than what is
 * inside.
 */
import { LIMITS } from '../document/limits.ts';
import { NOTE_SIZE } from '../document/types.ts';
import { edit } from '../store/document.ts';
import { useScene } from '../store/scene.ts';
import { Carrying } from './carrying.ts';
import type { Begin, Gesture, Hand } from './hands.ts';
import { FRAME_PADDING, FRAME_TITLE, NO_DRAFTS, type Point, snap } from './layout.ts';
import { drawnNotes, frameSizeOf, useLayout } from './layout-store.ts';

/** Which edges a grip moves: `x` the right one, `y` the lower one. */
export type ResizeWay = 'x' | 'y' | 'xy';

const LEAST_FRAME: Point = [120, FRAME_TITLE + 24];
const LEAST_NOTE: Point = [96, 40];

/** The least size that still holds what is inside; null for what has no size of its own. */
export function leastSize(id: string): Point | null {
  if (drawnNotes().some((note) => note.id === id)) return LEAST_NOTE;
  const { nodes } = useScene.getState();
  const node = nodes.find((candidate) => candidate.id === id);
  if (node === undefined || frameSizeOf(node.kind) === null) return null;
  const { boxes } = useLayout.getState().layout;
  let [width, height] = LEAST_FRAME;
  for (const member of nodes) {
    const box = member.in === id ? boxes.get(member.id) : undefined;
    if (box === undefined) continue;
    width = Math.max(width, member.at[0] + box.width + FRAME_PADDING);
    height = Math.max(height, member.at[1] + box.height + FRAME_PADDING);
  }
  return [width, height];
}

/** Says to the document how large it is. */
export function resizeTo(id: string, [width, height]: Point): boolean {
  const size: [number, number] = [
    Math.min(LIMITS.distance, width),
    Math.min(LIMITS.distance, height),
  ];
  const note = drawnNotes().find((candidate) => candidate.id === id);
  if (note === undefined) return edit({ edit: 'resize', node: id, size });
  const { size: _old, ...rest } = note;
  const isUsual = size[0] === NOTE_SIZE[0] && size[1] === NOTE_SIZE[1];
  return edit({ edit: 'note', note: isUsual ? rest : { ...rest, size } });
}

export function beginResize(id: string, way: ResizeWay): Begin {
  return (start) => {
    const least = leastSize(id);
    const box = useLayout.getState().resting.get(id);
    return least === null || box === undefined
      ? null
      : new Resize({ id, way, least, from: [box.width, box.height] }, start);
  };
}

interface Resized {
  id: string;
  way: ResizeWay;
  least: Point;
  from: Point;
}

class Resize implements Gesture {
  private readonly what: Resized;
  private readonly start: Point;
  private readonly carrying = new Carrying(new Set());
  private size: Point;

  constructor(what: Resized, start: Hand) {
    this.what = what;
    this.start = start.at;
    this.size = what.from;
  }

  move(hand: Hand): void {
    const { id, way, least, from } = this.what;
    const width = snap(from[0] + hand.at[0] - this.start[0]);
    const height = snap(from[1] + hand.at[1] - this.start[1]);
    this.size = [
      way === 'y' ? from[0] : Math.max(least[0], width),
      way === 'x' ? from[1] : Math.max(least[1], height),
    ];
    this.carrying.move({ at: NO_DRAFTS.at, size: new Map([[id, this.size]]) });
  }

  end(): void {
    const { id, from } = this.what;
    if (this.size[0] !== from[0] || this.size[1] !== from[1]) resizeTo(id, this.size);
    this.carrying.end();
  }

  cancel(): void {
    this.carrying.end();
  }
}

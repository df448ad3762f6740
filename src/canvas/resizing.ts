/**
 * How large a frame or a note is: dragged by any edge or corner, never smaller than what is inside.
 * What is inside stays where it is on the table, whichever edge moves.
 */
import { LIMITS } from '../document/limits.ts';
import { type DocumentNode, type DocumentNote, NOTE_SIZE } from '../document/types.ts';
import { edit } from '../store/document.ts';
import type { Box } from '../worker/protocol.ts';
import { Carrying } from './carrying.ts';
import type { Begin, Gesture, Hand } from './hands.ts';
import { around, type Drafts, FRAME_TITLE, GRID, type Point, roomAround } from './layout.ts';
import {
  drawnNodes,
  drawnNotes,
  foldedFrames,
  frameSizeOf,
  originOf,
  useLayout,
} from './layout-store.ts';
import { type Bounds, type ResizeWay, sizedBox } from './sized-box.ts';

const LEAST_FRAME: Point = [120, FRAME_TITLE + 24];
const LEAST_NOTE: Point = [96, 40];
const OPEN: Point = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];

/** A frame or note about to be sized, in the space it stands in. */
export interface Sizing {
  readonly part: DocumentNode | DocumentNote;
  readonly from: Box;
  readonly bounds: Bounds;
  /** Members, and notes that hang on it, relative to it. */
  readonly held: readonly (DocumentNode | DocumentNote)[];
}

/** Null for what has no size of its own. */
export function takeSize(id: string): Sizing | null {
  const { resting } = useLayout.getState();
  const box = resting.get(id);
  const nodes = drawnNodes();
  const part = [...nodes, ...drawnNotes()].find((candidate) => candidate.id === id);
  if (box === undefined || part === undefined) return null;
  if (!('kind' in part)) {
    const bounds = { least: LEAST_NOTE, inside: null, floor: OPEN };
    return { part, from: within(box, part.on), bounds, held: [] };
  }
  if (frameSizeOf(part.kind) === null || foldedFrames().has(id)) return null;
  const members = nodes.filter((node) => node.in === id);
  const inside = around(members.flatMap((node) => resting.get(node.id) ?? []).map(roomAround));
  const floor: Point = part.in === undefined ? OPEN : [GRID, FRAME_TITLE];
  const notes = drawnNotes().filter((note) => note.on === id);
  return {
    part,
    from: within(box, part.in),
    bounds: { least: LEAST_FRAME, inside: inside && within(inside, part.in), floor },
    held: [...members, ...notes],
  };
}

/** A box of the table in the space of what holds it. */
function within(box: Box, holder: string | undefined): Box {
  const [x, y] = originOf(holder);
  return { ...box, x: box.x - x, y: box.y - y };
}

/** It and what is inside, as long as a hand is at it. */
export function draftsOf(sizing: Sizing, to: Box): Drafts {
  return {
    at: new Map(Object.entries(positionsOf(sizing, to))),
    size: new Map([[sizing.part.id, [to.width, to.height]]]),
  };
}

/** Where it and all it holds then are; nothing where only the right and the lower edge moved. */
function positionsOf({ part, held }: Sizing, to: Box): Record<string, [number, number]> {
  const [dx, dy] = [to.x - part.at[0], to.y - part.at[1]];
  if (dx === 0 && dy === 0) return {};
  const stay = held.map(({ id, at: [x, y] }): [string, [number, number]] => [id, [x - dx, y - dy]]);
  return { ...Object.fromEntries(stay), [part.id]: [to.x, to.y] };
}

/** Says to the document how large it is. */
export function putSize(sizing: Sizing, to: Box): void {
  const { part, from } = sizing;
  if (to.width === from.width && to.height === from.height) return;
  const size: [number, number] = [
    Math.min(LIMITS.distance, to.width),
    Math.min(LIMITS.distance, to.height),
  ];
  if ('kind' in part) {
    edit({ edit: 'resize', node: part.id, size, positions: positionsOf(sizing, to) });
    return;
  }
  const { size: _old, ...rest } = part;
  const isUsual = size[0] === NOTE_SIZE[0] && size[1] === NOTE_SIZE[1];
  const note: DocumentNote = { ...rest, at: [to.x, to.y] };
  edit({ edit: 'note', note: isUsual ? note : { ...note, size } });
}

export function beginResize(id: string, way: ResizeWay): Begin {
  return (start) => {
    const sizing = takeSize(id);
    return sizing === null ? null : new Resize(sizing, way, start);
  };
}

class Resize implements Gesture {
  private readonly sizing: Sizing;
  private readonly way: ResizeWay;
  private readonly start: Point;
  private readonly carrying = new Carrying(new Set());
  private to: Box;

  constructor(sizing: Sizing, way: ResizeWay, start: Hand) {
    this.sizing = sizing;
    this.way = way;
    this.start = start.at;
    this.to = sizing.from;
  }

  move({ at: [x, y] }: Hand): void {
    const { from, bounds } = this.sizing;
    this.to = sizedBox(from, this.way, [x - this.start[0], y - this.start[1]], bounds);
    this.carrying.move(draftsOf(this.sizing, this.to));
  }

  end(): void {
    putSize(this.sizing, this.to);
    this.carrying.end();
  }

  cancel(): void {
    this.carrying.end();
  }
}

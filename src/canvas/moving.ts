/**
 * Parts dragged by hand: all that is selected moves together, lines up with what stands around it,
 * and falls into frames or out of them. The document hears of it once, when the hand lets go. With
 * Alt they stay, and copies go there.
 */
import type { DocumentNode, DocumentNote } from '../document/types.ts';
import { edit } from '../store/document.ts';
import { fetchOrSay } from '../store/lost.ts';
import { useScene } from '../store/scene.ts';
import { select, useSelection } from '../store/selection.ts';
import type { Box } from '../worker/protocol.ts';
import { cameraZoom, holdScaleFor, keepInView } from './camera.ts';
import { Carrying } from './carrying.ts';
import { frameFor, holds, landing, showDropTarget } from './drop-target.ts';
import { align, showGuides } from './guides.ts';
import type { Begin, Gesture, Hand } from './hands.ts';
import { showHint } from './hint.tsx';
import { placeIn, type Room, roomIn } from './into-frame.ts';
import { around, frameAt, NO_DRAFTS, type Point, snap, TABLE } from './layout.ts';
import { drawnNotes, templateOf, useLayout } from './layout-store.ts';
import { attachNote } from './notes.ts';
import { words } from './words.ts';

/** Lines up within so many CSS pixels. */
const REACH = 6;

/** What one drag carries. */
interface Load {
  readonly leader: string;
  /**
   * What is moved itself, and where it was: all but what lies in a frame, or hangs on a node, that
   * is moved.
   */
  readonly from: ReadonlyMap<string, Point>;
  /** The part that is dragged and all that comes along. */
  readonly carried: ReadonlySet<string>;
}

/** Takes up a node or note, and with it all that is selected when it is part of that. */
export function beginMove(id: string): Begin {
  return (start) => {
    const load = takeUp(id);
    return load === null ? null : new Move(load, start);
  };
}

/** Null for what cannot be moved: a ghost. */
export function takeUp(id: string): Load | null {
  const { nodes } = useScene.getState();
  const notes = drawnNotes();
  const { ids } = useSelection.getState();
  const wanted = new Set((ids.includes(id) ? ids : [id]).map(templateOf));
  const parts = [...nodes, ...notes].filter((part) => wanted.has(part.id));
  const leader = parts.find((part) => part.id === templateOf(id));
  if (leader === undefined) return null;
  const holders = new Map([...nodes, ...notes].map((part) => [part.id, holderOf(part)]));
  const isWithin = (part: string, depth = 0): boolean => {
    const holder = holders.get(part);
    if (holder === undefined || depth > 32) return false;
    return wanted.has(holder) || isWithin(holder, depth + 1);
  };
  const moved = parts.filter((part) => !isWithin(part.id));
  const carried = new Set([...wanted, ...[...holders.keys()].filter((part) => isWithin(part))]);
  // Its own frame carries it: then that leads.
  const lead = moved.some((part) => part.id === leader.id) ? leader.id : moved[0]?.id;
  if (lead === undefined) return null;
  return { leader: lead, from: new Map(moved.map(({ id: one, at }) => [one, at])), carried };
}

function holderOf(part: DocumentNode | DocumentNote): string | undefined {
  return 'kind' in part ? part.in : part.on;
}

class Move implements Gesture {
  private readonly load: Load;
  private readonly start: Point;
  private readonly carrying: Carrying;
  /** Around all that is moved, where it was. */
  private readonly bounds: Box | null;
  private readonly others: readonly Box[];
  private by: Point = [0, 0];
  /** With Alt everything stays, and copies go where the hand lets go. */
  private isCopying = false;

  constructor(load: Load, start: Hand) {
    this.load = load;
    this.start = start.at;
    this.carrying = new Carrying(load.carried);
    const { resting } = useLayout.getState();
    this.bounds = around([...load.from.keys()].flatMap((id) => resting.get(id) ?? []));
    this.others = [...resting].filter(([id]) => !load.carried.has(id)).map(([, box]) => box);
  }

  move(hand: Hand): void {
    keepInView(hand.client, (at) => this.move({ ...hand, at }));
    const { bounds, load } = this;
    if (bounds === null) return;
    this.isCopying = hand.alt;
    const way: Point = [hand.at[0] - this.start[0], hand.at[1] - this.start[1]];
    const moved = { ...bounds, x: bounds.x + way[0], y: bounds.y + way[1] };
    const near = hand.isFree ? [] : this.others.filter((box) => isNear(box, moved));
    const aligned = align(moved, near, REACH / cameraZoom());
    showGuides(aligned.guides);
    this.by = [Math.round(way[0] + aligned.by[0]), Math.round(way[1] + aligned.by[1])];
    const [dx, dy] = this.by;
    const at = new Map(
      [...load.from].map(([id, [x, y]]): [string, Point] => [id, [x + dx, y + dy]]),
    );
    this.carrying.move({ at, size: NO_DRAFTS.size });
    this.showLanding(hand);
  }

  private showLanding(hand: Hand): void {
    const { leader, carried } = this.load;
    const box = boxNow(leader);
    const node = useScene.getState().nodes.find((candidate) => candidate.id === leader);
    if (box === undefined) return;
    if (node === undefined) {
      showDropTarget(this.load.from.size === 1 ? nodeUnder(middleOf(box), leader) : null);
      return;
    }
    const { frame, hint } = landing(node, middleOf(box), carried);
    showDropTarget(frame?.id ?? null);
    const said = hint ?? (this.isCopying ? { words: words.copies, tone: 'plain' as const } : null);
    showHint(said === null ? null : { ...said, client: hand.client });
  }

  end(): void {
    const isMoved = this.by[0] !== 0 || this.by[1] !== 0;
    if (isMoved && !this.isCopying) putDown(this.load);
    this.leave();
    if (isMoved && this.isCopying) {
      copy([...this.load.from.keys()], this.by);
      return;
    }
    const { ids } = useSelection.getState();
    holdScaleFor(this.load.leader);
    if (!ids.includes(this.load.leader)) select([this.load.leader]);
    useSelection.setState({ cursor: this.load.leader });
  }

  cancel(): void {
    this.leave();
  }

  private leave(): void {
    keepInView(null);
    this.carrying.end();
    showGuides([]);
    showDropTarget(null);
    showHint(null);
  }
}

/** Far things are no neighbours: nobody lines up with what is three screens away. */
const NEAR = 1_200;

function isNear(box: Box, to: Box): boolean {
  return (
    box.x < to.x + to.width + NEAR &&
    box.x + box.width > to.x - NEAR &&
    box.y < to.y + to.height + NEAR &&
    box.y + box.height > to.y - NEAR
  );
}

function boxNow(id: string): Box | undefined {
  const { layout, notes } = useLayout.getState();
  return layout.boxes.get(id) ?? notes.get(id);
}

function middleOf(box: Box): Point {
  return [box.x + box.width / 2, box.y + box.height / 2];
}

/** The node a note that is dropped there would be attached to; not the one it hangs on already. */
function nodeUnder(point: Point, note: string): string | null {
  const { nodes } = useScene.getState();
  const on = drawnNotes().find((candidate) => candidate.id === note)?.on;
  const found = frameAt(point, nodes, useLayout.getState().layout.boxes);
  return found === null || found.id === on ? null : found.id;
}

/** Moved, or moved into or out of a frame, or attached. One edit. */
function putDown({ leader, from, carried }: Load): void {
  const box = boxNow(leader);
  const { nodes } = useScene.getState();
  const node = nodes.find((candidate) => candidate.id === leader);
  if (box === undefined) return;
  if (node === undefined) {
    const holder = from.size === 1 ? nodeUnder(middleOf(box), leader) : null;
    if (holder !== null && attachNote(leader, holder)) return;
  }
  const frame = node === undefined ? null : frameFor(node.kind, middleOf(box), carried);
  const changing = node === undefined ? [] : [...from.keys()].filter((id) => changes(id, frame));
  const { drafts } = useLayout.getState();
  const room = frame === null ? null : roomIn(frame.id, carried);
  const positions: Record<string, [number, number]> = {};
  for (const id of from.keys()) {
    const [x, y] = drafts.at.get(id) ?? TABLE;
    positions[id] = changing.includes(id) ? placeFrom(id, room) : [x, y];
  }
  if (changing.length === 0) edit({ edit: 'move', positions });
  else edit({ edit: 'place', nodes: changing, in: frame?.id ?? null, positions });
}

function changes(id: string, frame: DocumentNode | null): boolean {
  const node = useScene.getState().nodes.find((candidate) => candidate.id === id);
  if (node === undefined || (node.in ?? null) === (frame?.id ?? null)) return false;
  return frame === null || holds(frame, node.kind);
}

/** Where something dragged lies in another frame than it was in, or (null) on the open table. */
function placeFrom(id: string, room: Room | null): [number, number] {
  const box = boxNow(id);
  if (box === undefined) return [0, 0];
  return room === null ? [snap(box.x), snap(box.y)] : placeIn(room, box);
}

/** Fetches what makes copies. */
function copy(ids: readonly string[], by: Point): void {
  void fetchOrSay(
    () => import('./clipboard.ts'),
    ({ duplicateBy }) => duplicateBy(ids, by),
  );
}

/**
 * The layout of what stands on the table, kept in step with the scene and with what a hand is
 * dragging, and sent on to the painter at most once a frame.
 */
import { create } from 'zustand';
import type { DocumentNode, DocumentNote } from '../document/types.ts';
import type { Curve } from '../lib/curve.ts';
import { PICTURE_BOX, PICTURE_INSET } from '../lib/picture.ts';
import { useDocument } from '../store/document.ts';
import { simulation } from '../store/playback.ts';
import { useScene } from '../store/scene.ts';
import { useSelection } from '../store/selection.ts';
import { entryOf } from '../store/specs.ts';
import type { Box } from '../worker/protocol.ts';
import { trunksIn } from './lanes.ts';
import {
  type Drafts,
  type Layout,
  layOut,
  NO_DRAFTS,
  noteBoxes,
  type Point,
  roomOf,
  TABLE,
} from './layout.ts';

interface LayoutState {
  layout: Layout;
  /** Absolute boxes of the notes shown. */
  notes: ReadonlyMap<string, Box>;
  /** Nodes and notes as the document says, without what a hand is dragging. */
  resting: ReadonlyMap<string, Box>;
  /** By edge id; the same array for as long as the edge stays where it is. */
  curves: ReadonlyMap<string, readonly Curve[]>;
  /** Edges of which several lanes run in one line. */
  trunks: ReadonlySet<string>;
  /** Under the hand, not yet in the document. */
  drafts: Drafts;
}

export const useLayout = create<LayoutState>()(() => ({
  layout: { boxes: new Map(), origins: new Map(), hidden: new Map(), lanes: [] },
  notes: new Map(),
  resting: new Map(),
  curves: new Map(),
  trunks: new Set(),
  drafts: NO_DRAFTS,
}));

export function frameSizeOf(kind: string): readonly [number, number] | null {
  return entryOf(kind)?.frame?.size ?? null;
}

/** Whether a node is drawn around others: a frame, or a part that replicas are made of. */
export function holdsOthers(node: DocumentNode): boolean {
  return roomOf(node, frameSizeOf) !== null;
}

/**
 * The part itself, or what a replica is made of: that is what a hand moves and what is named, and
 * its replicas follow.
 */
export function templateOf(id: string): string {
  return useScene.getState().nodes.find((node) => node.id === id)?.of ?? id;
}

/** Everything drawn as a card or frame: what stands there, and ghosts. */
export function drawnNodes(): readonly DocumentNode[] {
  const { nodes, ghostNodes } = useScene.getState();
  return ghostNodes.length === 0 ? nodes : [...nodes, ...ghostNodes];
}

/** What lies in a frame, or hangs on a node, is relative to this; undefined for the open table. */
export function originOf(holder: string | undefined): Point {
  const { origins } = useLayout.getState().layout;
  return (holder === undefined ? TABLE : origins.get(holder)) ?? TABLE;
}

export function drawnNotes(): readonly DocumentNote[] {
  return useDocument.getState().document.notes ?? [];
}

/** Frames that are shown without what is in them. */
export function foldedFrames(): ReadonlySet<string> {
  return new Set(useDocument.getState().document.view?.folded);
}

/** The part itself, or the folded frame that stands for it. */
export function shownAs(id: string): string {
  return useLayout.getState().layout.hidden.get(id) ?? id;
}

/** Boxes of everything that can be walked to and fitted: nodes and notes. */
export function allBoxes(): ReadonlyMap<string, Box> {
  const { layout, notes } = useLayout.getState();
  return notes.size === 0 ? layout.boxes : new Map([...layout.boxes, ...notes]);
}

/** Nodes whose pictures the page shows itself while a hand carries them. */
let carried: ReadonlySet<string> = new Set();

export function carry(ids: ReadonlySet<string>): void {
  carried = ids;
}

/** Positions and sizes while a hand is dragging. */
export function draft(drafts: Drafts): void {
  useLayout.setState({ drafts });
  refresh();
}

/** The hand let go; the document says from now on where things are. */
export function endDraft(): void {
  carried = new Set();
  useLayout.setState({ drafts: NO_DRAFTS });
  refresh();
}

function refresh(): void {
  const { edges } = useScene.getState();
  const { drafts, curves } = useLayout.getState();
  const layout = layOut(drawnNodes(), edges, { frameSizeOf, drafts, folded: foldedFrames() });
  const notes = noteBoxes(drawnNotes(), layout.origins, drafts);
  const isResting = drafts === NO_DRAFTS;
  useLayout.setState({
    layout,
    notes,
    curves: curvesOf(layout, curves),
    trunks: trunksIn(layout.lanes),
    ...(isResting && { resting: new Map([...layout.boxes, ...notes]) }),
  });
  sendSoon();
}

function curvesOf(layout: Layout, before: LayoutState['curves']): LayoutState['curves'] {
  const grouped = new Map<string, Curve[]>();
  for (const lane of layout.lanes) {
    const curves = grouped.get(lane.edge);
    if (curves === undefined) grouped.set(lane.edge, [lane.curve]);
    // Lanes that run in one line are drawn once.
    else if (!curves.includes(lane.curve)) curves.push(lane.curve);
  }
  return new Map(
    [...grouped].map(([edge, curves]): [string, readonly Curve[]] => {
      const old = before.get(edge);
      return [edge, old !== undefined && areSame(old, curves) ? old : curves];
    }),
  );
}

function areSame(a: readonly Curve[], b: readonly Curve[]): boolean {
  return (
    a.length === b.length && a.every((curve, i) => curve.every((value, k) => value === b[i]?.[k]))
  );
}

let waiting = false;

function sendSoon(): void {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    sendGeometry();
  });
}

/**
 * Sends the painter where everything is, and what it must not paint: what a hand carries, and what
 * would lie over a member.
 */
function sendGeometry(): void {
  const { boxes, lanes } = useLayout.getState().layout;
  const covering = framesUnderMembers(boxes);
  // A folded frame shows its members there.
  for (const id of foldedFrames()) covering.add(id);
  // There is no room for one on a small card, nor beside the title of what they are made of.
  for (const { id, of: template, replicas } of drawnNodes()) {
    if (template !== undefined || replicas !== undefined) covering.add(id);
  }
  // A name being written takes the whole width of its card.
  const { editing } = useSelection.getState();
  simulation().send({
    type: 'geometry',
    geometry: {
      nodes: [...boxes].map(([id, box]) =>
        carried.has(id) || covering.has(id) || id === editing
          ? { id, box, hidden: true }
          : { id, box },
      ),
      lanes: lanes.map(({ id, curve }) => ({ id, curve })),
    },
  });
}

/** Frames one of whose members stands where the frame's own picture would be painted. */
function framesUnderMembers(boxes: ReadonlyMap<string, Box>): Set<string> {
  const covering = new Set<string>();
  for (const node of drawnNodes()) {
    const frame = node.in === undefined ? undefined : boxes.get(node.in);
    const box = boxes.get(node.id);
    if (node.in === undefined || frame === undefined || box === undefined) continue;
    const left = frame.x + frame.width - PICTURE_INSET - PICTURE_BOX.width;
    const bottom = frame.y + PICTURE_INSET + PICTURE_BOX.height;
    if (box.x + box.width > left && box.y < bottom) covering.add(node.in);
  }
  return covering;
}

/** Follows the scene and the notes until the returned function is called. */
export function followScene(): () => void {
  refresh();
  const leaveScene = useScene.subscribe(refresh);
  const leaveNotes = useDocument.subscribe((state, before) => {
    const { notes, view } = state.document;
    if (notes !== before.document.notes || view !== before.document.view) refresh();
  });
  const leaveSelection = useSelection.subscribe((state, before) => {
    if (state.editing !== before.editing) sendSoon();
  });
  return () => {
    leaveScene();
    leaveSelection();
    leaveNotes();
  };
}

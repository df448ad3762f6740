/**
 * What hands do to the diagram, whichever hands: mouse, keyboard and touch all end here, and each
 * gesture is one edit. Rejections are said in words by the store.
 */
import { lineBetween, surroundings } from '../document/connect.ts';
import { freshId } from '../document/fresh-id.ts';
import type { DocumentNode } from '../document/types.ts';
import { whenHere } from '../store/arriving.ts';
import { edit, useDocument, whenEditable } from '../store/document.ts';
import { announce, say } from '../store/notices.ts';
import { useScene } from '../store/scene.ts';
import {
  cancel,
  type EdgeEnd,
  isBusy,
  type Picking,
  select,
  startConnecting,
  startPlacing,
  useSelection,
} from '../store/selection.ts';
import { specOf, specs } from '../store/specs.ts';
import type { Box } from '../worker/protocol.ts';
import { holdScaleFor, middleOfView } from './camera.ts';
import { frameFor, holds } from './drop-target.ts';
import { cellIn, placeIn, roomIn } from './into-frame.ts';
import { CARD, freePlace, type Point, snap } from './layout.ts';
import {
  allBoxes,
  drawnNodes,
  drawnNotes,
  frameSizeOf,
  originOf,
  useLayout,
} from './layout-store.ts';
import { nameOf } from './names.ts';
import type { Wire } from './targets.ts';
import { wireInHand } from './wire-targets.ts';
import { words } from './words.ts';

const BESIDE = 24;

/**
 * Places a node of this kind with its middle at a point of the canvas; inside the frame that lies
 * there, if that takes it.
 */
export function placeAt(kind: string, point: Point): void {
  putInPlace(kind, () => placeHereAt(kind, point));
}

function placeHereAt(kind: string, point: Point): void {
  const [width, height] = frameSizeOf(kind) ?? [CARD.width, CARD.height];
  const frame = frameFor(kind, point);
  const box = { x: point[0] - width / 2, y: point[1] - height / 2, width, height };
  const at: Point = frame === null ? [snap(box.x), snap(box.y)] : placeIn(roomIn(frame.id), box);
  place(kind, at, frame);
}

/**
 * Places a node of this kind below the selected one, in the same frame, or in the middle of the
 * view.
 */
export function placeBeside(kind: string): void {
  putInPlace(kind, () => placeHereBeside(kind));
}

function placeHereBeside(kind: string): void {
  const { layout } = useLayout.getState();
  const { nodes } = useScene.getState();
  const selected = nodes.find((node) => node.id === useSelection.getState().ids.at(-1));
  const box = selected === undefined ? undefined : layout.boxes.get(selected.id);
  if (selected === undefined || box === undefined) {
    const [x, y] = middleOfView();
    const free = freePlace(
      [x - CARD.width / 2, y - CARD.height / 2],
      cardSize(kind),
      cardBoxes(null),
    );
    place(kind, free, null);
    return;
  }
  if (holds(selected, kind)) {
    place(kind, cellIn(roomIn(selected.id), cardSize(kind)), selected);
    return;
  }
  const holder = nodes.find((node) => node.id === selected.in);
  const frame = holder !== undefined && holds(holder, kind) ? holder : null;
  const [ox, oy] = originOf(frame?.id);
  const wanted: Point = [box.x, box.y + box.height + BESIDE];
  const [x, y] = freePlace(wanted, cardSize(kind), cardBoxes(frame));
  place(kind, [x - ox, y - oy], frame);
}

/** It leaves the hand at once, and stands on the table when its kind is here. */
function putInPlace(kind: string, act: () => void): void {
  startPlacing(null);
  whenHere([kind], () => {
    whenEditable(() => {
      act();
      return true;
    });
  });
}

function place(kind: string, at: Point, frame: DocumentNode | null): void {
  const spec = specOf(kind);
  if (spec === undefined) return;
  const id = freshId(useDocument.getState().document, spec.key);
  const number = /\d+$/.exec(id)?.[0] ?? '';
  const name = `${spec.title} ${number}`.trim();
  const node: DocumentNode = {
    id,
    kind,
    name,
    at: [at[0], at[1]],
    ...(spec.placed && { config: spec.placed }),
    ...(frame === null ? {} : { in: frame.id }),
  };
  if (!edit({ edit: 'add', nodes: [node], edges: [] })) return;
  holdScaleFor(id);
  select([id]);
  useSelection.setState({ cursor: id });
  announce(words.placed(name));
}

function cardSize(kind: string): readonly [number, number] {
  return frameSizeOf(kind) ?? [CARD.width, CARD.height];
}

/** Boxes that a new card must not cover: everything, but for the frame it goes into. */
function cardBoxes(frame: DocumentNode | null): Box[] {
  const { boxes } = useLayout.getState().layout;
  return [...boxes].filter(([id]) => id !== frame?.id).map(([, box]) => box);
}

/** Connects two nodes, or says why not. */
export function connect(from: string, to: string): boolean {
  return whenEditable(() => connectNow(from, to));
}

function connectNow(from: string, to: string): boolean {
  const scene = useScene.getState();
  const line = lineBetween(from, to, surroundings(scene, specs()));
  if (typeof line === 'string') {
    say(words.rejection(line), { tone: 'warn' });
    return false;
  }
  const id = freshId(useDocument.getState().document, 'e');
  if (!edit({ edit: 'add', nodes: [], edges: [{ id, ...line }] })) return false;
  announce(words.connected(calledBy(from), calledBy(to)));
  return true;
}

/** Leads an end of a connection to another node, or says why not. */
function reconnect(id: string, end: EdgeEnd, to: string): boolean {
  const { edges } = useScene.getState();
  const edge = edges.find((candidate) => candidate.id === id);
  if (edge === undefined) return false;
  if (edge[end] === to) return true;
  const ends = { from: edge.from, to: edge.to, [end]: to };
  if (!edit({ edit: 'reconnect', edge: id, ...ends })) return false;
  announce(words.connected(calledBy(ends.from), calledBy(ends.to)));
  return true;
}

function calledBy(id: string): string {
  const found = useScene.getState().nodes.find((candidate) => candidate.id === id);
  return found === undefined ? id : nameOf(found);
}

/**
 * The other end of a connection was picked. False when it may not be that; the person sees why.
 */
export function completeWire(wire: Wire, target: string): boolean {
  if ('take' in wire) return takePart(wire, target);
  return 'edge' in wire
    ? reconnect(wire.edge, wire.end, target)
    : target !== wire.from && connect(wire.from, target);
}

function takePart({ rejections, take }: Picking, id: string): boolean {
  const rejection = rejections.get(id) ?? null;
  if (rejection !== null) say(rejection, { tone: 'warn' });
  else {
    take(id);
    announce(words.chosen(calledBy(id)));
  }
  return rejection === null;
}

/** Removes what is selected; edges of a removed node go with it. */
export function removeSelected(): boolean {
  return whenEditable(removeNow);
}

function removeNow(): boolean {
  const { ids } = useSelection.getState();
  const scene = useScene.getState();
  const chosen = (parts: readonly { id: string }[]) =>
    parts.filter(({ id }) => ids.includes(id)).map(({ id }) => id);
  const nodes = chosen(drawnNodes());
  const edges = chosen(scene.edges);
  const notes = chosen(drawnNotes());
  const count = nodes.length + edges.length + notes.length;
  if (count === 0) return false;
  if (!edit({ edit: 'remove', nodes, edges, ...(notes.length > 0 && { notes }) })) return false;
  announce(words.removed(count));
  return true;
}

/** A node was clicked or tapped: what the hand waits for, or else selected. */
export function pickNode(id: string, additive: boolean): void {
  const wire = wireInHand();
  if (wire === null) pick(id, additive);
  else if ('from' in wire && wire.from === id) cancel();
  else if (completeWire(wire, id)) cancel();
}

/** A connection or note was clicked or tapped. */
export function pickPart(id: string, additive: boolean): void {
  if (!isBusy()) pick(id, additive);
}

function pick(id: string, additive: boolean): void {
  const isAdding = additive || useSelection.getState().gathering;
  select([id], isAdding);
  const isStanding = allBoxes().has(id);
  // A note says everything itself.
  const inspecting = !isAdding && !drawnNotes().some((note) => note.id === id);
  useSelection.setState({ inspecting, ...(isStanding && { cursor: id }) });
}

/**
 * The canvas was clicked at a point, bare or, with a part in hand, anywhere: place that, or let go
 * of everything.
 */
export function pickCanvas(point: Point): void {
  const { placing, gathering } = useSelection.getState();
  if (placing !== null) placeAt(placing, point);
  // A finger that misses must not lose what was gathered.
  else if (!gathering) cancel();
}

/** Starts a connection from the selected node. False when nothing is selected that sends. */
export function connectFromSelection(): boolean {
  const id = useSelection.getState().cursor ?? useSelection.getState().ids.at(-1);
  const node = useScene.getState().nodes.find((candidate) => candidate.id === id);
  if (node === undefined || (specOf(node.kind)?.gives.length ?? 0) === 0) return false;
  startConnecting(node.id);
  return true;
}

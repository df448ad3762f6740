/**
 * A small picture of a whole diagram, drawn from the document alone: frames, lines, cards with
 * their icon and, where there is room, their name, replicas among them, dots for what a folded
 * frame hides, and a cross where something will break. The page shows it beside the diagram's
 * title, the gallery beside a scene's; in Node the same list becomes a file.
 */
import { layOut, roomOf } from '../canvas/layout.ts';
import { broughtBy, faultIn, targetsOf } from '../document/deeds.ts';
import { withDerived } from '../document/derived.ts';
import type { Entries } from '../document/entry.ts';
import { leavesOf, membersOf } from '../document/members.ts';
import { partsOf } from '../document/parts.ts';
import type { Specs } from '../document/spec.ts';
import type { DocumentNode, SceneDocument } from '../document/types.ts';
import { nameOf, specOf } from '../document/words.ts';
import type { Curve } from '../lib/curve.ts';
import type { Rect, Shape } from '../lib/display-list.ts';
import type { Ink } from '../lib/ink.ts';

export interface ScenePicture {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
  /** Drawn over the shapes: a lucide icon by name, in a square. */
  readonly icons: readonly SceneIcon[];
}

interface SceneIcon {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly name: string;
  readonly ink: Ink;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Free on every side, in pixels. */
const MARGIN = 12;
/**
 * Small scenes are not blown up to fill the picture: parts of two pictures side by side should look
 * alike.
 */
const LARGEST_SCALE = 0.72;
/**
 * A card narrower than that shows its icon alone; an icon smaller than that is a spot of colour.
 */
const NAMED_WIDTH = 84;
const SMALLEST_ICON = 6;
const NOTE_SIZE = [208, 96] as const;

/** @param size of the picture in pixels; everything lies within it */
export function scenePicture(
  document: SceneDocument,
  { entries, specs }: { readonly entries: Entries; readonly specs: Specs },
  { width, height }: { readonly width: number; readonly height: number },
): ScenePicture {
  const { scene, ghosts } = everDrawn(document, specs);
  const frameSizeOf = (kind: string) => specOf(kind, entries)?.frame?.size ?? null;
  const folded = new Set(document.view?.folded);
  const { boxes, lanes, hidden } = layOut(scene.nodes, scene.edges, { frameSizeOf, folded });
  const notes = notesOf(document, boxes);
  const inner = new Set(scene.edges.filter((edge) => edge.inner).map(({ id }) => id));
  // Lanes that run in one line are drawn once.
  const trunks = new Map(lanes.map(({ edge, curve }) => [curve, edge]));
  const lines = [...trunks].map(([curve, edge]) => ({ edge, points: sampled(curve) }));
  const curves = lines.map(({ points }) => points);
  const breaks = breaksOf(document, specs, hidden);
  const place = placing([...boxes.values(), ...notes], curves, { width, height });
  const drawn = scene.nodes.flatMap((node) => {
    const box = boxes.get(node.id);
    return box === undefined ? [] : [{ node, box: placed(box, place) }];
  });
  const isFrame = ({ node }: { node: DocumentNode }) =>
    roomOf(node, frameSizeOf) !== null && !folded.has(node.id);
  const members = membersOf(scene.nodes);
  const cards = drawn
    .filter((one) => !isFrame(one))
    .map((one) => ({
      ...one,
      hides: folded.has(one.node.id) ? leavesOf(one.node.id, members) : [],
    }))
    .map((one) => ({ ...one, room: roomBeside(one.hides.length, one.box, place) }));
  return {
    width,
    height,
    shapes: [
      { s: 'rect', x: 0, y: 0, w: width, h: height, fill: 'surface' },
      ...drawn.filter(isFrame).flatMap(({ node, box }) => frameShapes(node, box, entries)),
      ...lines.flatMap(({ edge, points }) => lineShapes(points, place, inner.has(edge))),
      ...notes.map((box) => noteShape(placed(box, place), place.scale)),
      ...lines.flatMap(({ edge, points }) =>
        breaks.has(edge) ? cross(middle(points, place)) : [],
      ),
      ...cards.flatMap((one) => cardShapes(one, entries, ghosts.has(one.node.id))),
      ...cards.flatMap(({ hides, room }) => dots(hides.length, room, place)),
      ...drawn.flatMap(({ node, box }) => (breaks.has(node.id) ? cross(corner(box)) : [])),
    ],
    icons: cards.flatMap(({ node, room }) => iconOf(node, room, entries)),
  };
}

/**
 * All that stands on the table at some time, replicas and links inside frames too. What joins later
 * is a ghost, as it is on the table before its moment.
 */
function everDrawn(document: SceneDocument, specs: Specs) {
  const later = document.commands.map(broughtBy);
  const known = new Set(document.nodes.map((node) => node.id));
  const joining = later.flatMap((each) => each.nodes).filter((node) => isNew(known, node.id));
  const ids = new Set(document.edges.map((edge) => edge.id));
  const joined = later.flatMap((each) => each.edges).filter((edge) => isNew(ids, edge.id));
  const spelled = {
    nodes: [...document.nodes, ...joining],
    edges: [...document.edges, ...joined],
  };
  const scene = withDerived(spelled, specs);
  const added = new Set(joining.map(({ id }) => id));
  const ghosts = scene.nodes.filter(({ id, of: template }) => added.has(template ?? id));
  return { scene, ghosts: new Set(ghosts.map(({ id }) => id)) };
}

function isNew(known: Set<string>, id: string): boolean {
  if (known.has(id)) return false;
  known.add(id);
  return true;
}

/**
 * The nodes and edges that a command of the document breaks at some time; what is hidden is broken
 * where the folded frame stands.
 */
function breaksOf(
  document: SceneDocument,
  specs: Specs,
  hidden: ReadonlyMap<string, string>,
): Set<string> {
  const { nodes } = partsOf(document);
  const broken = new Set<string>();
  for (const command of document.commands) {
    const isHarm = faultIn(command, nodes, specs)?.isHarm === true;
    if (isHarm) for (const id of targetsOf(command)) broken.add(hidden.get(id) ?? id);
  }
  return broken;
}

function notesOf(document: SceneDocument, boxes: ReadonlyMap<string, Box>): Box[] {
  return (document.notes ?? []).flatMap(({ at, size = NOTE_SIZE, on }) => {
    const from = on === undefined ? { x: 0, y: 0 } : boxes.get(on);
    if (from === undefined) return [];
    return [{ x: from.x + at[0], y: from.y + at[1], width: size[0], height: size[1] }];
  });
}

/** From canvas units to pixels of the picture. */
interface Place {
  readonly scale: number;
  readonly left: number;
  readonly top: number;
}

const POINTS = 16;

/** x, y, x, y … along the curve. */
function sampled([x1, y1, cx1, cy1, cx2, cy2, x2, y2]: Curve): number[] {
  const points: number[] = [];
  for (let step = 0; step <= POINTS; step++) {
    const t = step / POINTS;
    const u = 1 - t;
    const [a, b, c, d] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
    points.push(a * x1 + b * cx1 + c * cx2 + d * x2, a * y1 + b * cy1 + c * cy2 + d * y2);
  }
  return points;
}

function placing(
  boxes: readonly Box[],
  curves: readonly (readonly number[])[],
  { width, height }: { readonly width: number; readonly height: number },
): Place {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  const include = (x: number, y: number) => {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  };
  for (const box of boxes) {
    include(box.x, box.y);
    include(box.x + box.width, box.y + box.height);
  }
  for (const points of curves) {
    for (let i = 0; i < points.length; i += 2) include(points[i] ?? 0, points[i + 1] ?? 0);
  }
  if (left === Infinity) return { scale: 1, left: 0, top: 0 };
  const scale = Math.min(
    (width - 2 * MARGIN) / Math.max(1, right - left),
    (height - 2 * MARGIN) / Math.max(1, bottom - top),
    LARGEST_SCALE,
  );
  return {
    scale,
    left: (width - (left + right) * scale) / 2,
    top: (height - (top + bottom) * scale) / 2,
  };
}

function placed(box: Box, { scale, left, top }: Place): Box {
  return {
    x: left + box.x * scale,
    y: top + box.y * scale,
    width: box.width * scale,
    height: box.height * scale,
  };
}

function outline({ x, y, width, height }: Box, radius: number): Omit<Rect, 'fill' | 'stroke'> {
  const r = Math.min(radius, width / 4, height / 4);
  return { s: 'rect', x, y, w: width, h: height, r };
}

function frameShapes(node: DocumentNode, box: Box, entries: Entries): Shape[] {
  const frame: Shape = { ...outline(box, 6), stroke: 'edge' };
  if (box.width < 2 * NAMED_WIDTH) return [frame];
  const max = box.width - 16;
  const title = { s: 'text', text: nameOf(node, entries), size: 11, ink: 'soft', max } as const;
  return [frame, { ...title, x: box.x + 8, y: box.y + 15 }];
}

const ARROW = 4;

/**
 * The line and the head of its arrow: back from its end, along its last stretch. A link inside a
 * frame is a hairline.
 */
function lineShapes(
  curve: readonly number[],
  { scale, left, top }: Place,
  isInner: boolean,
): Shape[] {
  const points = curve.map((value, i) => (i % 2 === 0 ? left : top) + value * scale);
  const line: Shape = { s: 'line', points, stroke: 'edge', ...(isInner && { width: 0.5 }) };
  const [beforeX = 0, beforeY = 0, x = 0, y = 0] = points.slice(-4);
  const [dx, dy] = [x - beforeX, y - beforeY];
  const length = Math.sqrt(dx * dx + dy * dy);
  if (isInner || length === 0 || scale < 0.15) return [line];
  const [backX, backY] = [(-dx / length) * ARROW, (-dy / length) * ARROW];
  const half = 0.6;
  const head = [
    x + backX - backY * half,
    y + backY + backX * half,
    x,
    y,
    x + backX + backY * half,
    y + backY - backX * half,
  ];
  return [line, { s: 'line', points: head, stroke: 'edge' }];
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function corner({ x, y, width }: Box): Point {
  return { x: x + width, y };
}

function middle(curve: readonly number[], { scale, left, top }: Place): Point {
  const at = 2 * (POINTS / 2);
  return { x: left + (curve[at] ?? 0) * scale, y: top + (curve[at + 1] ?? 0) * scale };
}

const CROSS = 4;

/** On a spot of the surface, so that it stands out from the lines below it. */
function cross({ x, y }: Point): Shape[] {
  const stroke = (points: number[]): Shape => ({ s: 'line', points, stroke: 'bad', width: 2 });
  return [
    { s: 'circle', x, y, r: 1.75 * CROSS, fill: 'surface' },
    stroke([x - CROSS, y - CROSS, x + CROSS, y + CROSS]),
    stroke([x - CROSS, y + CROSS, x + CROSS, y - CROSS]),
  ];
}

function noteShape(box: Box, scale: number): Shape {
  return { ...outline(box, 8 * scale), fill: 'island', stroke: 'line' };
}

interface DrawnCard {
  readonly node: DocumentNode;
  readonly box: Box;
  /** For icon and name. */
  readonly room: Box;
}

function cardShapes({ node, box, room }: DrawnCard, entries: Entries, isGhost: boolean): Shape[] {
  const card = outline(box, 8);
  const isSpot = iconSize(room) < SMALLEST_ICON;
  const shape: Shape = isGhost
    ? { ...card, fill: 'surface', stroke: 'edge', dash: 'dashed' }
    : { ...card, fill: isSpot ? tint(node, entries) : 'island', stroke: 'edge' };
  if (room.width < NAMED_WIDTH) return [shape];
  const x = room.x + 8 + iconSize(room) + 6;
  const max = room.x + room.width - 6 - x;
  const y = room.y + room.height / 2 + 4;
  const name = {
    s: 'text',
    text: nameOf(node, entries),
    size: 11,
    weight: 600,
    ink: 'text',
  } as const;
  return [shape, { ...name, x, y, max }];
}

/** In canvas units, as on a folded frame's card: so many in a row, from one to the next. */
const DOTS = { row: 6, most: 18, pitch: 10, radius: 3.5, inset: 8 } as const;
const DOTS_WIDTH = DOTS.row * DOTS.pitch + DOTS.inset;

/** What the dots of a folded frame leave of its card. */
function roomBeside(count: number, box: Box, { scale }: Place): Box {
  return count === 0 ? box : { ...box, width: box.width - DOTS_WIDTH * scale };
}

/** One for each part that a folded frame hides, right of its icon and name. */
function dots(count: number, room: Box, { scale }: Place): Shape[] {
  const shown = Math.min(count, DOTS.most);
  const top = room.height / 2 - ((Math.ceil(shown / DOTS.row) - 1) / 2) * DOTS.pitch * scale;
  return Array.from({ length: shown }, (_, index) => ({
    s: 'circle',
    x: room.x + room.width + ((index % DOTS.row) + 0.5) * DOTS.pitch * scale,
    y: room.y + top + Math.floor(index / DOTS.row) * DOTS.pitch * scale,
    r: DOTS.radius * scale,
    fill: 'ok',
  }));
}

function iconSize({ width, height }: Box): number {
  return Math.min(20, height * 0.62, width * 0.5);
}

function iconOf(node: DocumentNode, box: Box, entries: Entries): SceneIcon[] {
  const size = iconSize(box);
  if (size < SMALLEST_ICON) return [];
  const x = box.width < NAMED_WIDTH ? box.x + (box.width - size) / 2 : box.x + 8;
  const y = box.y + (box.height - size) / 2;
  return [{ x, y, size, name: specOf(node.kind, entries)?.icon ?? '', ink: tint(node, entries) }];
}

function tint(node: DocumentNode, entries: Entries): Ink {
  return specOf(node.kind, entries)?.family ?? 'edge';
}

/**
 * What hands do to the diagram, whichever hands: mouse, keyboard and touch all end here, and each gesture is one edit. Refusals are
 * said in words by the store.
 */
import { canConnect } from '../document/connect.ts';
import { freshId } from '../document/fresh-id.ts';
import type { DocumentNode } from '../document/types.ts';
import { edit, useDocument } from '../store/document.ts';
import { announce, say } from '../store/notices.ts';
import { useScene } from '../store/scene.ts';
import { cancel, select, startConnecting, startPlacing, useSelection } from '../store/selection.ts';
import { specOf, specs } from '../store/specs.ts';
import type { Box } from '../worker/protocol.ts';
import { middleOfView } from './camera.ts';
import { CARD, FRAME_TITLE, frameAt, freePlace, GRID, type Point, snap } from './layout.ts';
import { endDrag, frameSizeOf, useLayout } from './layout-store.ts';
import { nameOf } from './names.ts';
import { words } from './words.ts';

const BESIDE = 24;
const INSIDE = 16;

/** Places a node of this kind with its middle at a point of the canvas; inside the frame that lies there, if that takes it. */
export function placeAt(kind: string, point: Point): boolean {
  const [width, height] = frameSizeOf(kind) ?? [CARD.width, CARD.height];
  const frame = frameFor(kind, point);
  const [ox, oy] = originOf(frame);
  const x = snap(point[0] - width / 2 - ox);
  const y = snap(point[1] - height / 2 - oy);
  return place(kind, frame === null ? [x, y] : insideOf([x, y]), frame);
}

/** Places a node of this kind below the selected one, in the same frame, or in the middle of the view. */
export function placeBeside(kind: string): boolean {
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
    return place(kind, free, null);
  }
  const isHolder = holds(selected, kind);
  const holder = isHolder ? selected : nodes.find((node) => node.id === selected.in);
  const frame = holder !== undefined && holds(holder, kind) ? holder : null;
  const [ox, oy] = originOf(frame);
  const wanted: Point = isHolder
    ? [ox + INSIDE, oy + FRAME_TITLE + 8]
    : [box.x, box.y + box.height + BESIDE];
  const [x, y] = freePlace(wanted, cardSize(kind), cardBoxes(frame));
  return place(kind, [x - ox, y - oy], frame);
}

function place(kind: string, at: Point, frame: DocumentNode | null): boolean {
  const spec = specOf(kind);
  if (spec === undefined) return false;
  const id = freshId(useDocument.getState().document, spec.key);
  const number = /\d+$/.exec(id)?.[0] ?? '';
  const name = `${spec.title} ${number}`.trim();
  const node: DocumentNode = {
    id,
    kind,
    name,
    at: [at[0], at[1]],
    ...(frame === null ? {} : { in: frame.id }),
  };
  startPlacing(null);
  if (!edit({ edit: 'add', nodes: [node], edges: [] })) return false;
  select([id]);
  useSelection.setState({ cursor: id });
  announce(words.placed(name));
  return true;
}

function cardSize(kind: string): readonly [number, number] {
  return frameSizeOf(kind) ?? [CARD.width, CARD.height];
}

/** Boxes that a new card must not cover: everything, but for the frame it goes into. */
function cardBoxes(frame: DocumentNode | null): Box[] {
  const { boxes } = useLayout.getState().layout;
  return [...boxes].filter(([id]) => id !== frame?.id).map(([, box]) => box);
}

function holds(frame: DocumentNode, kind: string): boolean {
  const spec = specOf(kind);
  return spec !== undefined && specOf(frame.kind)?.frame?.holds(spec) === true;
}

function frameFor(
  kind: string,
  point: Point,
  except: ReadonlySet<string> = new Set(),
): DocumentNode | null {
  const frames = useScene
    .getState()
    .nodes.filter((node) => !except.has(node.id) && holds(node, kind));
  return frameAt(point, frames, useLayout.getState().layout.boxes);
}

function originOf(frame: DocumentNode | null): Point {
  const box = frame === null ? undefined : useLayout.getState().layout.boxes.get(frame.id);
  return box === undefined ? [0, 0] : [box.x, box.y];
}

/** Keeps a member below its frame's title and off its border. */
function insideOf([x, y]: Point): Point {
  return [Math.max(GRID, x), Math.max(FRAME_TITLE, y)];
}

/** The hand lets go of what it dragged: moved, or moved into or out of a frame. One edit. */
export function settle(leader: string): void {
  const { drafts, layout } = useLayout.getState();
  const { nodes } = useScene.getState();
  const node = nodes.find((candidate) => candidate.id === leader);
  const box = layout.boxes.get(leader);
  const before = node === undefined ? undefined : node.at;
  const draft = drafts.get(leader);
  if (node === undefined || box === undefined || before === undefined || draft === undefined) {
    endDrag();
    return;
  }
  const frame = frameFor(
    node.kind,
    [box.x + box.width / 2, box.y + box.height / 2],
    carried(drafts),
  );
  const moving = [...drafts.keys()].filter((id) => nodes.some((other) => other.id === id));
  const changing = moving.filter((id) => changesFrame(id, frame, nodes, drafts));
  if (changing.length > 0) {
    edit({
      edit: 'place',
      nodes: changing,
      in: frame?.id ?? null,
      positions: Object.fromEntries(
        moving.map((id) => [id, positionIn(id, changing.includes(id) ? frame : undefined)]),
      ),
    });
  } else if (draft[0] !== before[0] || draft[1] !== before[1]) {
    edit({
      edit: 'move',
      positions: Object.fromEntries(moving.map((id) => [id, positionIn(id, undefined)])),
    });
  }
  endDrag();
}

/** What is being dragged, and so cannot be what it is dropped into. */
function carried(drafts: ReadonlyMap<string, Point>): ReadonlySet<string> {
  return new Set(drafts.keys());
}

function changesFrame(
  id: string,
  frame: DocumentNode | null,
  nodes: readonly DocumentNode[],
  drafts: ReadonlyMap<string, Point>,
): boolean {
  const node = nodes.find((candidate) => candidate.id === id);
  if (node === undefined || (node.in ?? null) === (frame?.id ?? null)) return false;
  // A member dragged along with its frame stays inside it.
  if (node.in !== undefined && drafts.has(node.in)) return false;
  return frame === null || holds(frame, node.kind);
}

/** Where a dragged node lies: within `frame` (null: the open table), or for undefined in the space it was in. */
function positionIn(id: string, frame: DocumentNode | null | undefined): [number, number] {
  const { drafts, layout } = useLayout.getState();
  const draft = drafts.get(id) ?? [0, 0];
  const box = layout.boxes.get(id);
  if (frame === undefined || box === undefined) return [snap(draft[0]), snap(draft[1])];
  const [ox, oy] = originOf(frame);
  const at: Point = [snap(box.x - ox), snap(box.y - oy)];
  const [x, y] = frame === null ? at : insideOf(at);
  return [x, y];
}

/** Moves the selected nodes by so many grid steps. */
export function nudge(columns: number, rows: number): boolean {
  const { ids } = useSelection.getState();
  const moving = useScene.getState().nodes.filter((node) => ids.includes(node.id));
  if (moving.length === 0) return false;
  return edit({
    edit: 'move',
    positions: Object.fromEntries(
      moving.map((node) => [node.id, [node.at[0] + columns * GRID, node.at[1] + rows * GRID]]),
    ),
  });
}

/** Connects two nodes, or says why not. */
export function connect(from: string, to: string): boolean {
  const scene = useScene.getState();
  const refusal = canConnect(scene, specs(), from, to);
  if (refusal !== null) {
    say(words.refusal(refusal), { tone: 'warn' });
    return false;
  }
  const id = freshId(useDocument.getState().document, 'e');
  if (!edit({ edit: 'add', nodes: [], edges: [{ id, from, to }] })) return false;
  const called = (node: string) => {
    const found = scene.nodes.find((candidate) => candidate.id === node);
    return found === undefined ? node : nameOf(found);
  };
  announce(words.connected(called(from), called(to)));
  return true;
}

/** Removes what is selected; edges of a removed node go with it. */
export function removeSelected(): boolean {
  const { ids } = useSelection.getState();
  const scene = useScene.getState();
  const nodes = scene.nodes.filter((node) => ids.includes(node.id)).map((node) => node.id);
  const edges = scene.edges.filter((edge) => ids.includes(edge.id)).map((edge) => edge.id);
  if (nodes.length + edges.length === 0) return false;
  if (!edit({ edit: 'remove', nodes, edges })) return false;
  announce(words.removed(nodes.length + edges.length));
  return true;
}

/** A node was clicked or tapped: the target of a connection under way, or else selected. */
export function pickNode(id: string, additive: boolean): void {
  const { connecting, placing } = useSelection.getState();
  if (placing !== null) return;
  if (connecting === null) {
    select([id], additive);
    useSelection.setState({ cursor: id, inspecting: !additive });
  } else if (connecting === id) {
    cancel();
  } else if (connect(connecting, id)) {
    cancel();
  }
}

export function pickEdge(id: string, additive: boolean): void {
  if (useSelection.getState().connecting !== null) return;
  select([id], additive);
  useSelection.setState({ inspecting: !additive });
}

/** The bare canvas was clicked at a point: place what is in hand, or let go of everything. */
export function pickCanvas(point: Point): void {
  const { placing } = useSelection.getState();
  if (placing !== null) placeAt(placing, point);
  else cancel();
}

/** Starts a connection from the selected node. False when nothing is selected that sends. */
export function connectFromSelection(): boolean {
  const id = useSelection.getState().cursor ?? useSelection.getState().ids.at(-1);
  const node = useScene.getState().nodes.find((candidate) => candidate.id === id);
  if (node === undefined || (specOf(node.kind)?.gives.length ?? 0) === 0) return false;
  startConnecting(node.id);
  return true;
}

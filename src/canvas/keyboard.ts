/**
 * The canvas under the keyboard. It is one tab stop: arrows walk nodes and notes, Alt and arrows
 * follow edges, Enter opens the inspector, writes a note or picks the target of a connection, C
 * starts one, E goes through a node's connections. Shift and arrows move what is selected, with
 * Ctrl or ⌘ further; Alt, Shift and arrows size a frame or note, and with Enter by its other
 * corner; Shift and Enter gather a selection.
 */
import { announce } from '../store/notices.ts';
import { useScene } from '../store/scene.ts';
import { inspect, select, stand, startEditing, useSelection } from '../store/selection.ts';
import { reveal } from './camera.ts';
import { connectFromSelection, pickNode, placeBeside } from './gestures.ts';
import { allBoxes, shownAs } from './layout-store.ts';
import { edgeName } from './names.ts';
import { selectedNote } from './notes.ts';
import { GREAT, nudge, stretch, swapCorner } from './nudging.ts';
import { alongEdge, type Direction, nextNode } from './reading-order.ts';
import { gatherCursor } from './selecting.ts';
import { pointWire, useTargets } from './targets.ts';
import { wireInHand } from './wire-targets.ts';

const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};
const STEPS: Readonly<Record<Direction, readonly [number, number]>> = {
  left: [-1, 0],
  right: [1, 0],
  up: [0, -1],
  down: [0, 1],
};

export type Key = Pick<KeyboardEvent, 'key' | 'altKey' | 'shiftKey' | 'ctrlKey' | 'metaKey'>;

let cameFrom: string | null = null;

/**
 * True when the key meant something here, so that nothing else acts on it. `openInspector` moves
 * the keyboard there.
 */
export function canvasKey(event: Key, openInspector: () => void): boolean {
  const isGreat = event.ctrlKey || event.metaKey;
  const direction = ARROWS[event.key];
  if (direction !== undefined && event.shiftKey) {
    const [columns, rows] = STEPS[direction];
    const times = isGreat ? GREAT : 1;
    const move = event.altKey ? stretch : nudge;
    return move(columns * times, rows * times);
  }
  if (isGreat) return false;
  if (direction !== undefined) return walk(direction, event.altKey);
  if (event.altKey) return event.key === 'Enter' && event.shiftKey && swapCorner();
  if (event.key === 'Enter') return event.shiftKey ? gatherCursor() : enter(openInspector);
  if (event.key === 'c' || event.key === 'C') return connectFromSelection();
  if (event.key === 'e' || event.key === 'E') return nextEdge();
  return false;
}

function walk(direction: Direction, alongEdges: boolean): boolean {
  const { cursor } = useSelection.getState();
  const boxes = allBoxes();
  const next =
    alongEdges && cursor !== null
      ? alongEdge(useScene.getState().edges, cursor, direction, cameFrom)
      : nextNode(boxes, cursor, direction);
  if (next === null) return true;
  walkTo(shownAs(next), direction, alongEdges);
  return true;
}

function walkTo(next: string, direction: Direction, alongEdges: boolean): void {
  const { cursor, gathering } = useSelection.getState();
  if (alongEdges && direction === 'right') cameFrom = cursor;
  stand(next);
  // Looking for a target must not let go of where the connection starts, nor for more of what was
  // gathered.
  if (wireInHand() !== null) overByKeys(next);
  else if (!gathering) select([next]);
  reveal(next);
}

function enter(openInspector: () => void): boolean {
  const { cursor, ids, placing } = useSelection.getState();
  if (placing !== null) {
    placeBeside(placing);
    return true;
  }
  if (wireInHand() !== null && cursor !== null) {
    pickNode(cursor, false);
    return true;
  }
  if (ids.length === 0 && cursor !== null) select([cursor]);
  const note = selectedNote();
  if (note !== undefined) {
    startEditing(note.id);
    return true;
  }
  if (useSelection.getState().ids.length === 0) return false;
  inspect(true);
  openInspector();
  return true;
}

/** The keyboard stands on what may become the other end; why it may not is said. */
function overByKeys(id: string): void {
  const { rejections, fixed } = useTargets.getState();
  pointWire(null, id === fixed ? null : id);
  const rejection = rejections.get(id) ?? null;
  if (rejection !== null && id !== fixed) announce(rejection);
}

/** E: selects the next connection of the node the keyboard stands on. */
function nextEdge(): boolean {
  const { cursor, ids } = useSelection.getState();
  if (cursor === null) return false;
  const edges = useScene
    .getState()
    .edges.filter((edge) => edge.from === cursor || edge.to === cursor);
  const index = edges.findIndex((edge) => ids.includes(edge.id));
  const next = edges[(index + 1) % edges.length];
  if (next === undefined) return false;
  select([next.id]);
  announce(edgeName(next));
  return true;
}

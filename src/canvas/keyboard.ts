/**
 * The canvas under the keyboard. It is one tab stop: arrows walk the nodes, Alt and arrows follow edges, Enter opens the inspector or
 * picks the target of a connection, C starts one, E goes through a node's connections, Shift and arrows move what is selected.
 */

import { announce } from '../store/notices.ts';
import { useScene } from '../store/scene.ts';
import { inspect, select, stand, useSelection } from '../store/selection.ts';
import { reveal } from './camera.ts';
import { connectFromSelection, nudge, pickNode, placeBeside } from './gestures.ts';
import { useLayout } from './layout-store.ts';
import { edgeName } from './names.ts';
import { alongEdge, type Direction, nextNode } from './reading-order.ts';

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

/** True when the key meant something here, so that nothing else acts on it. `openInspector` moves the keyboard there. */
export function canvasKey(event: Key, openInspector: () => void): boolean {
  if (event.ctrlKey || event.metaKey) return false;
  const direction = ARROWS[event.key];
  if (direction !== undefined) {
    if (event.shiftKey) return nudge(...STEPS[direction]);
    return walk(direction, event.altKey);
  }
  if (event.altKey) return false;
  if (event.key === 'Enter') return enter(openInspector);
  if (event.key === 'c' || event.key === 'C') return connectFromSelection();
  if (event.key === 'e' || event.key === 'E') return nextEdge();
  return false;
}

function walk(direction: Direction, alongEdges: boolean): boolean {
  const { cursor, connecting } = useSelection.getState();
  const { boxes } = useLayout.getState().layout;
  const next =
    alongEdges && cursor !== null
      ? alongEdge(useScene.getState().edges, cursor, direction, cameFrom)
      : nextNode(boxes, cursor, direction);
  if (next === null) return true;
  if (alongEdges && direction === 'right') cameFrom = cursor;
  stand(next);
  // Looking for a target must not let go of where the connection starts.
  if (connecting === null) select([next]);
  reveal(next);
  return true;
}

function enter(openInspector: () => void): boolean {
  const { cursor, ids, placing, connecting } = useSelection.getState();
  if (placing !== null) return placeBeside(placing);
  if (connecting !== null && cursor !== null) {
    pickNode(cursor, false);
    return true;
  }
  if (ids.length === 0 && cursor !== null) select([cursor]);
  if (useSelection.getState().ids.length === 0) return false;
  inspect(true);
  openInspector();
  return true;
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

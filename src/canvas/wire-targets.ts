/** Which nodes may be the other end of what is in hand, worked out when that begins. */
import { lineBetween, surroundings } from '../document/connect.ts';
import { useScene } from '../store/scene.ts';
import { useSelection } from '../store/selection.ts';
import { specs } from '../store/specs.ts';
import { NO_TARGETS, type Targets, useTargets, type Wire } from './targets.ts';

/** Begins showing what may be the other end; null ends it. */
export function showTargets(wire: Wire | null): void {
  const shown = wire === null ? null : targetsOf(wire);
  if (shown !== null || useTargets.getState().wire !== null)
    useTargets.setState(shown ?? NO_TARGETS);
}

function targetsOf(wire: Wire): Targets | null {
  if ('take' in wire) return { ...NO_TARGETS, wire, rejections: wire.rejections };
  const scene = useScene.getState();
  const edge = 'edge' in wire ? scene.edges.find(({ id }) => id === wire.edge) : undefined;
  if ('edge' in wire && edge === undefined) return null;
  const others = edge === undefined ? scene.edges : scene.edges.filter((one) => one !== edge);
  const on = surroundings({ nodes: scene.nodes, edges: others }, specs());
  const loose = 'edge' in wire ? wire.end : 'to';
  const fixed = 'edge' in wire ? (edge?.[loose === 'to' ? 'from' : 'to'] ?? null) : wire.from;
  if (fixed === null) return null;
  const why = (id: string) => {
    const line = loose === 'to' ? lineBetween(fixed, id, on) : lineBetween(id, fixed, on);
    return typeof line === 'string' ? line : null;
  };
  const rejections = new Map(scene.nodes.map(({ id }) => [id, why(id)]));
  return { wire, fixed, loose, rejections, pointer: null, over: null };
}

/** What is picked next belongs to this, when it is not dragged. */
export function wireInHand(): Wire | null {
  const { connecting, reconnecting, picking } = useSelection.getState();
  return connecting === null ? (reconnecting ?? picking) : { from: connecting };
}

useSelection.subscribe((state, before) => {
  const isSame =
    state.connecting === before.connecting &&
    state.reconnecting === before.reconnecting &&
    state.picking === before.picking;
  if (isSame) return;
  showTargets(wireInHand());
});

// A control may have asked for a part before this was here.
showTargets(wireInHand());

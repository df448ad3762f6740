/**
 * What a run's kernel holds of the table, without the numbers it has for parts, so that a run in
 * which much was done can be compared with one that begins where that stands.
 */
import type { Kernel } from '../../sim/kernel.ts';
import type { LaneRecord, NodeRecord } from '../../sim/world.ts';

/** Nodes with whom they reach and who reaches them, edges, and their lanes, each by id. */
export function heldBy(kernel: Kernel): object {
  const { nodes, edges, lanes } = kernel.world;
  return {
    nodes: byId(nodes.filter(isThere).map((node) => nodeIn(kernel, node))),
    edges: byId(edges),
    lanes: byId(lanes.filter(isThere).map((lane) => laneIn(kernel, lane))),
  };
}

function nodeIn(kernel: Kernel, node: NodeRecord) {
  const { id, kind, name, config, frame, links, sources } = node;
  // Who takes part in what a frame offers, its machine decides as time goes by.
  const reaches = links.map(({ lane, node: _number, enrolled: _enrolled, ...link }) => {
    return { ...link, id: kernel.world.lanes[lane]?.id ?? '', target: link.id };
  });
  const from = byId(sources.map((source) => ({ id: kernel.node(source).id })));
  return { id, kind, name, config, frame, reaches: byId(reaches), from };
}

function laneIn(kernel: Kernel, lane: LaneRecord) {
  const { id, edge, frame, carried, latency, fixedLatency, loss } = lane;
  const [source, target] = [lane.source, lane.target].map((end) => kernel.node(end).id);
  return { id, edge, source, target, frame, carried, latency, fixedLatency, loss };
}

function isThere({ gone }: { readonly gone: boolean }): boolean {
  return !gone;
}

/** In an order that does not tell when each came. */
function byId<P extends { readonly id: string }>(parts: readonly P[]): P[] {
  return parts.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

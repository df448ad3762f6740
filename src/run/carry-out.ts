/** Carries out one command of the document on the running kernel. Whether it applies at all was judged before. */
import { completeConfig } from '../document/field.ts';
import type { Scene } from '../document/intervention.ts';
import type { Specs } from '../document/spec.ts';
import type { Intervention } from '../document/types.ts';
import type { Kernel } from '../sim/kernel.ts';
import { CUT, type NodeRecord } from '../sim/world.ts';
import { edgeSetup, edgeSetups, nodeSetups } from './setup.ts';

/** `before` and `after`: what stands on the table without and with the command. */
export function carryOut(
  kernel: Kernel,
  command: Intervention,
  before: Scene,
  after: Scene,
  specs: Specs,
): void {
  switch (command.do) {
    case 'add': {
      const nodes = after.nodes.filter((node) => !before.nodes.some((old) => old.id === node.id));
      const edges = after.edges.filter((edge) => !before.edges.some((old) => old.id === edge.id));
      kernel.topology.add(nodeSetups(nodes, specs), edgeSetups(edges, after.nodes, specs));
      return;
    }
    case 'remove': {
      const nodes = before.nodes.filter((node) => !after.nodes.some((left) => left.id === node.id));
      const edges = before.edges.filter((edge) => !after.edges.some((left) => left.id === edge.id));
      kernel.topology.remove(
        nodes.map((node) => node.id),
        edges.map((edge) => edge.id),
      );
      return;
    }
    case 'place':
      kernel.topology.enclose(command.nodes, command.in);
      return;
    case 'set-edge': {
      const edge = after.edges.find((candidate) => candidate.id === command.edge);
      if (edge !== undefined) kernel.topology.configureEdge(edgeSetup(edge));
      return;
    }
    case 'cut':
      kernel.topology.cut(command.edge, CUT[command.way ?? 'both']);
      return;
    case 'heal':
      kernel.topology.cut(command.edge, CUT.none);
      return;
    default: {
      const node = kernel.find(command.node);
      if (node !== undefined) onNode(kernel, node, command, after, specs);
    }
  }
}

type NodeIntervention = Extract<Intervention, { node: string }>;

function onNode(
  kernel: Kernel,
  node: NodeRecord,
  command: NodeIntervention,
  after: Scene,
  specs: Specs,
): void {
  switch (command.do) {
    case 'set': {
      const spec = specs[node.kind];
      const saved = after.nodes.find((candidate) => candidate.id === node.id);
      if (spec !== undefined) kernel.topology.configure(node, completeConfig(spec, saved?.config));
      return;
    }
    case 'hang':
      kernel.hang(node, true);
      return;
    case 'resume':
      kernel.hang(node, false);
      return;
    case 'crash':
      kernel.crash(node);
      return;
    case 'restart':
    case 'drain':
      kernel.tell(node, { type: command.do });
      return;
    case 'slow':
      kernel.tell(node, { type: 'slow', factor: command.factor });
      return;
    case 'errors':
      kernel.tell(node, { type: 'errors', rate: command.rate });
      return;
    case 'burst':
      kernel.tell(node, {
        type: 'burst',
        factor: command.factor,
        forMicros: Math.round(command.for * 1000),
      });
      return;
    default:
      command satisfies never;
  }
}

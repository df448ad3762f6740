/** Carries out one command of the document on the running kernel. Whether it applies at all was judged before. */
import { completeConfig } from '../document/field.ts';
import type { Scene } from '../document/intervention.ts';
import type { Specs } from '../document/spec.ts';
import type { Intervention } from '../document/types.ts';
import { specOf } from '../document/words.ts';
import { type FaultMark, forgetFaults, setFault } from '../sim/faults.ts';
import type { Kernel } from '../sim/kernel.ts';
import { CUT, type NodeRecord } from '../sim/world.ts';
import { edgeSetup, edgeSetups, nodeSetups } from './setup.ts';

/** `number`: its place among the document's commands. `before` and `after`: what stands on the table without and with it. */
export function carryOut(
  kernel: Kernel,
  command: Intervention,
  number: number,
  before: Scene,
  after: Scene,
  specs: Specs,
): void {
  const mark: FaultMark = { command: number, at: kernel.now, until: Number.POSITIVE_INFINITY };
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
        mark,
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
      kernel.topology.setFault(command.edge, 'cut', CUT[command.way ?? 'both'], mark);
      return;
    case 'lose':
      kernel.topology.setFault(command.edge, 'lose', command.rate, mark);
      return;
    case 'delay':
      kernel.topology.setFault(command.edge, 'delay', Math.round(command.by * 1000), mark);
      return;
    case 'heal':
      for (const fault of ['cut', 'lose', 'delay'] as const)
        kernel.topology.setFault(command.edge, fault, 0);
      return;
    case 'reconnect': {
      const edge = after.edges.find((candidate) => candidate.id === command.edge);
      const [setup = null] = edge === undefined ? [] : edgeSetups([edge], after.nodes, specs);
      kernel.topology.reconnect(command.edge, setup, mark);
      return;
    }
    default: {
      const node = kernel.find(command.node);
      if (node !== undefined) {
        noteFault(node, command, mark);
        onNode(kernel, node, command, after, specs);
      }
    }
  }
}

type NodeIntervention = Extract<Intervention, { node: string }>;

/** A crash ends whatever else was done to the process; a restart begins without. */
function noteFault(node: NodeRecord, command: NodeIntervention, mark: FaultMark): void {
  const { faults } = node;
  const note = (fault: 'slow' | 'errors', holds: boolean) =>
    setFault(faults, fault, holds ? mark : null, mark.at);
  switch (command.do) {
    case 'crash':
    case 'restart':
      // A hung process hears of its restart when it wakes.
      if (command.do === 'restart' && node.hung) return;
      forgetFaults(faults, mark.at);
      if (command.do === 'crash') setFault(faults, 'crash', mark, mark.at);
      return;
    case 'hang':
    case 'drain':
      setFault(faults, command.do, mark, mark.at);
      return;
    case 'resume':
      setFault(faults, 'hang', null, mark.at);
      return;
    case 'slow':
      note('slow', command.factor !== 1);
      return;
    case 'errors':
      note('errors', command.rate > 0);
      return;
    case 'burst':
      faults.burst = { ...mark, until: mark.at + Math.round(command.for * 1000) };
      return;
    case 'set':
      return;
    default:
      command satisfies never;
  }
}

function onNode(
  kernel: Kernel,
  node: NodeRecord,
  command: NodeIntervention,
  after: Scene,
  specs: Specs,
): void {
  switch (command.do) {
    case 'set': {
      const spec = specOf(node.kind, specs);
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

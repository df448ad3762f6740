/**
 * Carries out one command of the document on the running kernel. Whether it may apply at all was
 * judged before.
 */
import {
  beginsAnew,
  type Faults,
  type NodeDeed,
  nodeFaultsAfter,
  type Sufferer,
  whyUnnoticed,
} from '../document/faults.ts';
import { completeConfig } from '../document/field.ts';
import type { Scene } from '../document/intervention.ts';
import type { Specs } from '../document/spec.ts';
import type { Intervention } from '../document/types.ts';
import { specOf } from '../document/words.ts';
import { type FaultMark, isInForce, type NodeFault, setFault } from '../sim/faults.ts';
import type { Kernel } from '../sim/kernel.ts';
import { crash, hang } from '../sim/parking.ts';
import { stepActor, tell } from '../sim/stepper.ts';
import {
  add,
  configure,
  configureEdge,
  enclose,
  reconnect,
  remove,
  setEdgeFault,
} from '../sim/topology.ts';
import type { KernelEvent } from '../sim/types.ts';
import { CUT, type NodeRecord } from '../sim/world.ts';
import { isDown } from './faults-now.ts';
import { edgeSetup, edgeSetups, nodeSetups } from './setup.ts';

/** What a command meets: `before` and `after` stand on the table without and with it. */
export interface Circumstances {
  /** Its place among the document's commands. */
  readonly number: number;
  readonly before: Scene;
  readonly after: Scene;
  readonly specs: Specs;
  /** What a node's picture is drawn from. */
  readonly observe: (node: NodeRecord) => unknown;
}

/** @returns why it came to nothing, as only the run can know; null when it was carried out */
export function carryOut(
  kernel: Kernel,
  command: Intervention,
  around: Circumstances,
): string | null {
  if ('node' in command) return toNode(kernel, command, around);
  onTable(kernel, command, around);
  return null;
}

function markOf(kernel: Kernel, { number }: Circumstances): FaultMark {
  return { command: number, at: kernel.now, until: Number.POSITIVE_INFINITY };
}

function onTable(
  kernel: Kernel,
  command: Exclude<Intervention, NodeDeed>,
  around: Circumstances,
): void {
  const { before, after, specs } = around;
  const mark = markOf(kernel, around);
  switch (command.do) {
    case 'add': {
      const nodes = after.nodes.filter((node) => !before.nodes.some((old) => old.id === node.id));
      const edges = after.edges.filter((edge) => !before.edges.some((old) => old.id === edge.id));
      add(kernel, nodeSetups(nodes, specs), edgeSetups(edges, after.nodes, specs));
      return;
    }
    case 'remove': {
      const nodes = before.nodes.filter((node) => !after.nodes.some((left) => left.id === node.id));
      const edges = before.edges.filter((edge) => !after.edges.some((left) => left.id === edge.id));
      remove(
        kernel,
        nodes.map((node) => node.id),
        edges.map((edge) => edge.id),
        mark,
      );
      return;
    }
    case 'place':
      enclose(kernel, command.nodes, command.in);
      return;
    case 'set-edge': {
      const edge = after.edges.find((candidate) => candidate.id === command.edge);
      if (edge !== undefined) configureEdge(kernel, edgeSetup(edge));
      return;
    }
    case 'cut':
      setEdgeFault(kernel, command.edge, 'cut', CUT[command.way ?? 'both'], mark);
      return;
    case 'lose':
      setEdgeFault(kernel, command.edge, 'lose', command.rate, mark);
      return;
    case 'delay':
      setEdgeFault(kernel, command.edge, 'delay', Math.round(command.by * 1000), mark);
      return;
    case 'heal':
      for (const fault of ['cut', 'lose', 'delay'] as const)
        setEdgeFault(kernel, command.edge, fault, 0);
      return;
    case 'reconnect': {
      const edge = after.edges.find((candidate) => candidate.id === command.edge);
      const [setup = null] = edge === undefined ? [] : edgeSetups([edge], after.nodes, specs);
      reconnect(kernel, command.edge, setup, mark);
      return;
    }
    default:
      command satisfies never;
  }
}

/** Does something to a node that is there to notice it. */
function toNode(kernel: Kernel, command: NodeDeed, around: Circumstances): string | null {
  const { before, after, specs, observe } = around;
  const node = kernel.find(command.node);
  const was = before.nodes.find((candidate) => candidate.id === command.node);
  const is = after.nodes.find((candidate) => candidate.id === command.node);
  if (node === undefined || was === undefined || is === undefined) return null;
  const gone = isDown(node, observe(node));
  const why = whyUnnoticed(command, node.name, { isDown: gone, hangs: node.hung });
  if (why !== null) return why;
  const on = { before: was, after: is, specs, at: kernel.now / 1000 };
  // One that crashed and is there has been repaired.
  if (!gone) setFault(node.faults, 'crash', null, kernel.now);
  noteFaults(node, command, markOf(kernel, around), on);
  onNode(kernel, node, command, on);
  return null;
}

const MARKED = [
  ['crash', 'crashed'],
  ['drain', 'drained'],
  ['hang', 'hung'],
  ['slow', 'slow'],
  ['errors', 'errors'],
  ['burst', 'burst'],
] as const;

/** Marks what is in force from now on, and by which command; what is no more has ended. */
function noteFaults(node: NodeRecord, command: NodeDeed, mark: FaultMark, on: Sufferer): void {
  const { faults } = node;
  const held = MARKED.filter(([fault]) => isInForce(faults[fault], mark.at));
  const before = Object.fromEntries(held.map(([, name]) => [name, true])) as Faults;
  const holds = nodeFaultsAfter(before, command, on);
  for (const [fault, name] of MARKED) {
    if (holds[name] === undefined) setFault(faults, fault, null, mark.at);
    else if (command.do === fault) setFault(faults, fault, untilEnd(mark, holds, fault), mark.at);
  }
}

function untilEnd(mark: FaultMark, { burst }: Faults, fault: NodeFault): FaultMark {
  if (fault !== 'burst' || burst === undefined) return mark;
  return { ...mark, until: Math.round(burst.until * 1000) };
}

function onNode(kernel: Kernel, node: NodeRecord, command: NodeDeed, on: Sufferer): void {
  switch (command.do) {
    case 'set': {
      const spec = specOf(node.kind, on.specs);
      // Not even a hung process outlives what begins it anew.
      if (node.hung && beginsAnew(on)) crash(kernel, node);
      if (spec !== undefined) configure(kernel, node, completeConfig(spec, on.after.config));
      return;
    }
    case 'hang':
      hang(kernel, node, true);
      return;
    case 'resume':
      hang(kernel, node, false);
      return;
    case 'crash':
      crash(kernel, node);
      return;
    case 'restart':
    case 'drain':
      tell(kernel, node, { type: command.do });
      return;
    // These three are not told to the process but done to it: they hold for a hung one, too.
    case 'slow':
      impose(kernel, node, { type: 'slow', factor: command.factor });
      return;
    case 'errors':
      impose(kernel, node, { type: 'errors', rate: command.rate });
      return;
    case 'burst': {
      const forMicros = Math.round(command.for * 1000);
      impose(kernel, node, { type: 'burst', factor: command.factor, forMicros });
      return;
    }
    default:
      command satisfies never;
  }
}

function impose(kernel: Kernel, node: NodeRecord, event: KernelEvent): void {
  stepActor(kernel, node.main, event);
}

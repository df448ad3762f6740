/**
 * Carries out one command of the document on the running kernel. Whether it may apply at all was
 * judged before.
 */
import type { EdgeDeed, NodeDeed } from '../document/deed.ts';
import {
  deedGivenBy,
  deedOfFault,
  deedsOfKind,
  type GivenDeed,
  targetsOf,
} from '../document/deeds.ts';
import {
  beginsAnew,
  type Faults,
  faultsAfter,
  faultsAfterSettings,
  laneFaults,
  NO_FAULTS,
  whyUnnoticed,
} from '../document/faults.ts';
import { completeConfig } from '../document/field.ts';
import { reach } from '../document/reach.ts';
import type { Specs } from '../document/spec.ts';
import type { TableDeed } from '../document/table-deed.ts';
import type { DocumentEdge, DocumentNode, Intervention, Scene } from '../document/types.ts';
import { specOf } from '../document/words.ts';
import { crash } from '../sim/crash.ts';
import { type FaultOrigin, isInForce, setFault } from '../sim/faults.ts';
import type { Kernel } from '../sim/kernel.ts';
import { hang } from '../sim/parking.ts';
import { stepActor, tell } from '../sim/stepper.ts';
import { add } from '../sim/topology.ts';
import {
  configure,
  configureEdge,
  enclose,
  isolate,
  reconnect,
  remove,
  replace,
  setEdgeFault,
  setInner,
} from '../sim/topology-changes.ts';
import { CUT, type NodeRecord } from '../sim/world.ts';
import { isDown } from './faults-now.ts';
import { edgeSetups, nodeSetups } from './setup.ts';

/** What a command meets: `before` and `after` stand on the table without and with it. */
export interface Circumstances {
  /** Its place among the document's commands. */
  readonly number: number;
  readonly before: Scene;
  readonly after: Scene;
  readonly specs: Specs;
}

/** @returns why it came to nothing, as only the run can know; null when it was carried out */
export function carryOut(
  kernel: Kernel,
  command: Intervention,
  around: Circumstances,
): string | null {
  const given = deedGivenBy(command, around.before.nodes, around.specs);
  if (given === null) return null;
  const why = doDeed(kernel, command, given, around);
  if (why === null) kernel.conditions?.acted(given.name, targetsOf(command));
  return why;
}

function doDeed(
  kernel: Kernel,
  command: Intervention,
  given: GivenDeed,
  around: Circumstances,
): string | null {
  const [id = ''] = targetsOf(command);
  if (given.deed.on === 'node') {
    const whys = sufferers(id, given, around).map((each) =>
      toNode(kernel, each, given as GivenDeed<NodeDeed>, around),
    );
    return whys.find((why) => why === null) ?? whys[0] ?? null;
  }
  if (given.deed.on === 'edge') toEdge(kernel, id, given as GivenDeed<EdgeDeed>, around);
  if (given.deed.on === 'table') {
    onTable(kernel, command, given.deed, around);
    followInner(kernel, around);
  }
  return null;
}

/** Who suffers it of those to whom it can be done. */
function sufferers(
  id: string,
  { deed }: GivenDeed,
  { after, specs }: Circumstances,
): readonly string[] {
  const node = after.nodes.find((candidate) => candidate.id === id);
  if (node === undefined) return [];
  return reach(node, after, specs)
    .filter(({ kind }) => deedsOfKind(specOf(kind, specs)).some(([, each]) => each === deed))
    .map((each) => each.id);
}

function originOf(kernel: Kernel, { number }: Circumstances): FaultOrigin {
  return { command: number, at: kernel.now, until: Number.POSITIVE_INFINITY };
}

function onTable(
  kernel: Kernel,
  command: Intervention,
  { run }: TableDeed,
  around: Circumstances,
): void {
  const { after, specs } = around;
  const targets = targetsOf(command);
  const [id = ''] = targets;
  const edge = after.edges.filter((candidate) => candidate.id === id);
  const [setup = null] = edgeSetups(edge, after.nodes, specs);
  switch (run) {
    case 'configure':
      for (const each of standingFor(after, [id])) setNode(kernel, each, around);
      return;
    case 'configure-edge':
      if (setup !== null) configureEdge(kernel, setup);
      return;
    case 'join':
      join(kernel, around);
      return;
    case 'leave':
      leave(kernel, around);
      return;
    case 'scale':
      scale(kernel, around);
      return;
    case 'enclose': {
      // Some of them may be gone: those that are there say where all of them are now.
      const placed = after.nodes.filter((node) => targets.includes(node.id));
      const ids = placed.map((node) => node.id);
      enclose(kernel, standingFor(after, ids), placed[0]?.in ?? null);
      return;
    }
    case 'lead':
      reconnect(kernel, id, setup, originOf(kernel, around));
      return;
    default:
      run satisfies never;
  }
}

function join(kernel: Kernel, { before, after, specs }: Circumstances): void {
  const { nodes, edges } = missing(after, before);
  add(kernel, nodeSetups(nodes, after, specs), edgeSetups(edges, after.nodes, specs));
}

function leave(kernel: Kernel, around: Circumstances): void {
  const { nodes, edges } = missing(around.before, around.after);
  remove(
    kernel,
    nodes.map((node) => node.id),
    edges.map((each) => each.id),
    originOf(kernel, around),
  );
}

function scale(kernel: Kernel, { before, after, specs }: Circumstances): void {
  const leaving = missing(before, after).nodes.map((node) => node.id);
  const replicas = after.nodes.filter(({ of }) => of !== undefined);
  replace(kernel, leaving, nodeSetups(replicas, after, specs));
}

/** Who runs under these ids: a template's replicas. */
function standingFor({ nodes }: Scene, ids: readonly string[]): string[] {
  const replicas = nodes.filter(({ of }) => of !== undefined && ids.includes(of));
  return [...ids, ...replicas.map((node) => node.id)];
}

/** Inner links follow from what stands there now. */
function followInner(kernel: Kernel, { before, after, specs }: Circumstances): void {
  if (after.edges === before.edges) return;
  const known = new Map(before.edges.map((edge) => [edge.id, edge]));
  const inner = after.edges.filter((edge) => edge.inner);
  setInner(kernel, edgeSetups(inner, after.nodes, specs));
  for (const edge of inner) {
    const old = known.get(edge.id);
    if (old === undefined || old === edge) continue;
    for (const setup of edgeSetups([edge], after.nodes, specs)) configureEdge(kernel, setup);
  }
}

/** A template does not run: its replicas do. */
function runs({ replicas }: DocumentNode): boolean {
  return replicas === undefined;
}

/** The parts that run, or stand there, in one scene alone. */
function missing(there: Scene, from: Scene): { nodes: DocumentNode[]; edges: DocumentEdge[] } {
  const known = new Set([...from.nodes.filter(runs), ...from.edges].map((part) => part.id));
  return {
    nodes: there.nodes.filter((node) => runs(node) && !known.has(node.id)),
    edges: there.edges.filter((edge) => !known.has(edge.id)),
  };
}

/** Every lane of the edge suffers what is in force on it from now on. */
function toEdge(
  kernel: Kernel,
  id: string,
  { deed, args }: GivenDeed<EdgeDeed>,
  around: Circumstances,
): void {
  const faults = around.after.faults?.[id] ?? NO_FAULTS;
  const { shut, lossy = 0, late = 0 } = laneFaults(faults);
  const its = deed.lanes?.(args) ?? {};
  const amounts = {
    shut: shut === undefined ? 0 : CUT[shut],
    lossy,
    late: Math.round(late * 1000),
  };
  for (const fact of ['shut', 'lossy', 'late'] as const) {
    const isBegun = Object.hasOwn(its, fact) && amounts[fact] !== 0;
    // What holds since before keeps its origin.
    if (!isBegun && amounts[fact] !== 0) continue;
    setEdgeFault(kernel, id, fact, amounts[fact], isBegun ? originOf(kernel, around) : null);
  }
}

/** Does something to a node that is there to notice it. */
function toNode(
  kernel: Kernel,
  id: string,
  given: GivenDeed<NodeDeed>,
  around: Circumstances,
): string | null {
  const { after, specs } = around;
  const node = kernel.find(id);
  const is = after.nodes.find((candidate) => candidate.id === id);
  if (node === undefined || is === undefined) return null;
  const gone = isDown(kernel, node);
  const why = whyUnnoticed(given.deed, node.name, { isDown: gone, hangs: node.hung });
  if (why !== null) return why;
  if (!gone) endRepaired(kernel, node, specs);
  const on = { node: is, specs, at: kernel.now / 1000 };
  keepFaults(kernel, node, (before) => faultsAfter(before, given, on), {
    name: given.name,
    origin: originOf(kernel, around),
  });
  doTo(kernel, node, given, around.number);
  return null;
}

/** What crashed and is there has been repaired. */
function endRepaired(kernel: Kernel, node: NodeRecord, specs: Specs): void {
  const spec = specOf(node.kind, specs);
  for (const name of Object.keys(node.faults)) {
    const effect = deedOfFault(name, spec)?.fault?.effect;
    if (effect === 'down') setFault(node.faults, name, null, kernel.now);
  }
}

/** Keeps what is in force from now on, and which command began it; the rest has ended. */
function keepFaults(
  kernel: Kernel,
  node: NodeRecord,
  change: (before: Faults) => Faults,
  begun: { readonly name: string; readonly origin: FaultOrigin } | null,
): void {
  const { faults } = node;
  const held = Object.keys(faults).filter((name) => isInForce(faults[name], kernel.now));
  const holds = change(Object.fromEntries(held.map((name) => [name, {}])));
  for (const name of held) if (holds[name] === undefined) setFault(faults, name, null, kernel.now);
  const values = begun === null ? undefined : holds[begun.name];
  if (begun === null || values === undefined) return;
  const { until } = values;
  const ends = until === undefined ? {} : { until: Math.round(until * 1000) };
  setFault(faults, begun.name, { ...begun.origin, ...ends }, kernel.now);
}

function doTo(
  kernel: Kernel,
  node: NodeRecord,
  { deed: { run }, args }: GivenDeed<NodeDeed>,
  number: number,
): void {
  switch (run.does) {
    case 'kill':
      crash(kernel, node);
      return;
    case 'isolate':
    case 'rejoin':
      isolate(kernel, node, run.does === 'isolate' ? 1 + number : 0);
      return;
    case 'freeze':
    case 'thaw':
      hang(kernel, node, run.does === 'freeze');
      return;
    case 'tell':
      tell(kernel, node, run.event(args));
      return;
    // This is not sent to the process but done to it, so it holds for a hung one, too.
    case 'impose':
      stepActor(kernel, node.main, run.event(args));
      return;
    default:
      run satisfies never;
  }
}

function setNode(kernel: Kernel, id: string, around: Circumstances): void {
  const { before, after, specs } = around;
  const node = kernel.find(id);
  const was = before.nodes.find((candidate) => candidate.id === id);
  const is = after.nodes.find((candidate) => candidate.id === id);
  const spec = node && specOf(node.kind, specs);
  if (node === undefined || was === undefined || is === undefined || spec === undefined) return;
  if (!isDown(kernel, node)) endRepaired(kernel, node, specs);
  keepFaults(kernel, node, (faults) => faultsAfterSettings(faults, was, is, specs), null);
  // What starts a process again starts a hung one, too.
  if (node.hung && beginsAnew(was, is, specs)) crash(kernel, node);
  configure(kernel, node, completeConfig(spec, is.config));
}

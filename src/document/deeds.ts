/**
 * Everything that can be done, and what a command says about itself: which deed it is, which parts
 * it names, what it brings, how it reads.
 */
import { own, tableOf } from '../lib/table.ts';
import type { Arg, Called, FaultRule, NodeDeed, PartDeed, References } from './deed.ts';
import { edgeDeeds, edgeDeedsOn } from './deeds-edge.ts';
import { acts, nodeDeeds } from './deeds-node.ts';
import { tableDeeds } from './deeds-table.ts';
import { protocolsOf } from './protocol.ts';
import type { Spec, Specs } from './spec.ts';
import type { TableDeed } from './table-deed.ts';
import type { DocumentCommand, DocumentEdge, DocumentNode, Intervention, Scene } from './types.ts';
import { count, nameOf, specOf } from './words.ts';

export type Deed = PartDeed | TableDeed;

/** The general deeds, by the name that documents write. */
export const deeds: Readonly<Record<string, Deed>> = tableOf<Deed>([
  ...Object.entries(nodeDeeds),
  ...Object.entries(edgeDeeds),
  ...Object.entries(tableDeeds),
]);

/** A deed with what a command gives it. */
export interface GivenDeed<D extends Deed = Deed> {
  /** The deed's own name: a kind's own deed has one, too. */
  readonly name: string;
  readonly deed: D;
  readonly args: Readonly<Record<string, unknown>>;
}

/** A node or edge is known by its id alone. */
type Nodes = readonly Pick<DocumentNode, 'id' | 'kind'>[];

/**
 * Which deed a command is; null where nobody knows it.
 * @param nodes among which its node stands, for deeds of a kind's own
 */
export function deedGivenBy(act: Intervention, nodes: Nodes, specs: Specs): GivenDeed | null {
  const deed = own(deeds, act.do);
  if (deed === undefined) return null;
  const action = actionIn(act);
  if (action === null) return { name: act.do, deed, args: act };
  const kind = nodes.find((node) => node.id === action.node)?.kind;
  const spec = kind === undefined ? undefined : specOf(kind, specs);
  const known = own(spec?.actions ?? {}, action.name);
  if (known === undefined) return null;
  return { name: action.name, deed: known, args: { ...action.args, node: action.node } };
}

/** The fault that a command begins or changes; null where it does neither. */
export function faultIn(act: Intervention, nodes: Nodes, specs: Specs): FaultRule | null {
  const deed = deedGivenBy(act, nodes, specs)?.deed;
  return deed === undefined || deed.on === 'table' ? null : (deed.fault ?? null);
}

/** A command for the deed of that name: a general one, or one of the kind's own. */
export function commandFor(
  name: string,
  target: string,
  values: Readonly<Record<string, unknown>>,
): Intervention {
  const deed = own(deeds, name);
  if (deed === undefined) return acts(target, name, values);
  return { do: name, [deed.on]: target, ...values };
}

/** The name of the deed, a general one or one of a kind's own. */
export function deedNameOf(act: Intervention): string {
  return actionIn(act)?.name ?? act.do;
}

/** What the deed is given, be it a general one or a kind's own. */
export function valuesIn(act: Intervention): Readonly<Record<string, unknown>> {
  return actionIn(act)?.args ?? act;
}

/** The same command giving the deed other values. */
export function withValues<C extends Intervention>(
  act: C,
  values: Readonly<Record<string, unknown>>,
): C {
  const action = actionIn(act);
  return { ...act, ...(action === null ? values : { args: { ...action.args, ...values } }) };
}

/** What can be done to a node of that kind, with the names of it. */
export function deedsOfKind(
  spec: Pick<Spec, 'faults' | 'actions'> | undefined,
): readonly (readonly [name: string, deed: NodeDeed])[] {
  const general = (spec?.faults ?? []).flatMap((name) => {
    const deed = own(nodeDeeds, name);
    return deed === undefined ? [] : [[name, deed] as const];
  });
  return [...general, ...Object.entries(spec?.actions ?? {})];
}

/** What can be done to an edge. */
export const deedsOfEdges = Object.entries(edgeDeeds);

/** The deed that began a fault of that name on a node of a kind, or on an edge. */
export function deedOfFault(name: string, spec: Spec | undefined): PartDeed | undefined {
  return own(spec?.actions ?? {}, name) ?? own(nodeDeeds, name) ?? own(edgeDeeds, name);
}

/** Whether it changes nodes and edges themselves; faults do not. */
export function isStructural(act: Intervention): boolean {
  return own(deeds, act.do)?.on === 'table';
}

/** The values that a command has for its deed's arguments; those left out are not among them. */
function* argsIn(act: Intervention): Generator<readonly [Arg, unknown]> {
  for (const [name, arg] of Object.entries(own(deeds, act.do)?.args ?? {})) {
    if (act[name] !== undefined) yield [arg, act[name]];
  }
}

function* valuesOf<I extends keyof References>(act: Intervention, is: I): Generator<References[I]> {
  for (const [arg, value] of argsIn(act)) if (arg.is === is) yield value as References[I];
}

/** The nodes and edges that a command brings. */
export function broughtBy(act: Intervention): {
  readonly nodes: readonly DocumentNode[];
  readonly edges: readonly DocumentEdge[];
} {
  return {
    nodes: [...valuesOf(act, 'new-nodes')].flat(),
    edges: [...valuesOf(act, 'new-edges')].flat(),
  };
}

/** The same command bringing other parts; null when it would bring nothing any more. */
export function bringing(
  command: DocumentCommand,
  parts: { readonly nodes: readonly DocumentNode[]; readonly edges: readonly DocumentEdge[] },
): DocumentCommand | null {
  const { nodes, edges } = parts;
  if (nodes.length + edges.length === 0) return null;
  return withValue(withValue(command, 'new-nodes', nodes), 'new-edges', edges);
}

/** Where a command puts the nodes that it moves. */
export function positionsIn(act: Intervention): References['positions'] | undefined {
  const [positions] = valuesOf(act, 'positions');
  return positions;
}

/** The same command putting its nodes elsewhere. */
export function positioning(
  command: DocumentCommand,
  positions: References['positions'],
): DocumentCommand {
  return withValue(command, 'positions', positions);
}

/** With the value of that sort replaced; a list that is empty is left out. */
function withValue(
  command: DocumentCommand,
  is: keyof References,
  value: unknown,
): DocumentCommand {
  const name = Object.entries(own(deeds, command.do)?.args ?? {}).find(
    ([, arg]) => arg.is === is,
  )?.[0];
  if (name === undefined) return command;
  const { [name]: _old, ...rest } = command;
  const isLeftOut = Array.isArray(value) && value.length === 0;
  return (isLeftOut ? rest : { ...rest, [name]: value }) as DocumentCommand;
}

/** The parts that a command is done to: the first it names, or all of a list. */
export function targetsOf(act: Intervention): readonly string[] {
  const [first] = argsIn(act);
  if (first !== undefined && (first[0].is === 'node' || first[0].is === 'edge')) {
    return [first[1] as string];
  }
  return [...valuesOf(act, 'nodes'), ...valuesOf(act, 'edges')].flat();
}

/** Every node and edge that a command brings or names. */
export function idsOf(act: Intervention): string[] {
  const { nodes, edges } = broughtBy(act);
  return [
    ...valuesOf(act, 'node'),
    ...valuesOf(act, 'edge'),
    ...[...valuesOf(act, 'nodes'), ...valuesOf(act, 'edges')].flat(),
    ...[...valuesOf(act, 'frame')].filter((id) => id !== null),
    ...[...nodes, ...edges].map((part) => part.id),
  ];
}

/** The settings that a command gives to a node or edge; none where it sets nothing. */
export function settingsIn(act: Intervention): Readonly<Record<string, unknown>> {
  const [config = {}] = [...valuesOf(act, 'settings'), ...valuesOf(act, 'edge-settings')];
  return { ...config };
}

/** Whose settings a command changes; null where it changes none. */
export function setsWhat(act: Intervention): 'node' | 'edge' | null {
  const [first] = argsIn(act);
  const sets = [...argsIn(act)].some(([{ is }]) => is === 'settings' || is === 'edge-settings');
  return sets ? (first?.[0].is as 'node' | 'edge') : null;
}

/** A kind's own deed as a command carries it. */
export function actionIn(act: Intervention): {
  readonly node: string;
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
} | null {
  const [name] = valuesOf(act, 'action');
  if (name === undefined) return null;
  const [node = ''] = valuesOf(act, 'node');
  const [args = {}] = valuesOf(act, 'args');
  return { node, name, args };
}

/**
 * What the intervention does: "Crash s1".
 * @param scene where its nodes and edges stand; those that do not are called by their id
 */
export function describeIntervention(act: Intervention, scene: Scene, specs: Specs): string {
  const { deed, args } = wordedBy(act, scene, specs);
  return deed?.words.label(args, namesIn(scene, specs)) ?? act.do;
}

/** The same as something done: "crashed s1". */
export function describeDone(act: Intervention, scene: Scene, specs: Specs): string {
  const { deed, args } = wordedBy(act, scene, specs);
  return deed?.words.past(args, namesIn(scene, specs)) ?? act.do;
}

/**
 * The deed of a command in the words of the part it is done to; what a kind does not know says how
 * it is called.
 */
export function wordedBy(act: Intervention, scene: Scene, specs: Specs) {
  const given = deedGivenBy(act, scene.nodes, specs);
  if (given === null) return { deed: own(deeds, act.do), args: act };
  if (given.deed.on !== 'edge') return given;
  const [id] = targetsOf(act);
  const protocol = scene.edges.find((edge) => edge.id === id)?.protocol;
  const said = edgeDeedsOn(protocolsOf(specs).get(protocol ?? ''));
  return { ...given, deed: own(said, given.name) ?? given.deed };
}

function namesIn(scene: Scene, specs: Specs): Called {
  const nodeOf = (id: string) => scene.nodes.find((node) => node.id === id);
  const node = (id: string): string => {
    const found = nodeOf(id);
    return found === undefined ? id : nameOf(found, specs);
  };
  const ends = (id: string) => scene.edges.find((edge) => edge.id === id) ?? null;
  return {
    node,
    ends,
    edge: (id) => {
      const found = ends(id);
      return found === null ? id : `${node(found.from)} → ${node(found.to)}`;
    },
    brought: (whole) => nameOf(whole, specs),
    settings: (id, names) => {
      const kind = nodeOf(id)?.kind;
      const fields = kind === undefined ? undefined : specOf(kind, specs)?.fields;
      const labels = names.map((name) => (own(fields, name)?.label ?? name).toLowerCase());
      return labels.length <= 2 ? labels.join(' and ') : count(labels.length, 'setting');
    },
  };
}

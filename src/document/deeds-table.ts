/**
 * The deeds that change what stands on the table: they add and remove, connect elsewhere, set, and
 * put into frames.
 */
import { mergeConfig, withConfig } from './config.ts';
import { type Line, lineOf } from './connect.ts';
import { type ArgsOf, type Called, value } from './deed.ts';
import { fieldsOfEdge } from './edge.ts';
import { number } from './field.ts';
import { LIMITS } from './limits.ts';
import type { Specs } from './spec.ts';
import {
  addParts,
  leadEdge,
  placeNodes,
  removeParts,
  scaleNode,
  setEdge,
  setNode,
} from './table-changes.ts';
import { type TableDeed, tableDeed } from './table-deed.ts';
import type { ConfigJson, DocumentEdge, DocumentNode, EdgeConfig, Intervention } from './types.ts';
import { count, specOf } from './words.ts';

const SET = { node: { is: 'node' }, config: { is: 'settings' } } as const;
const SET_EDGE = { edge: { is: 'edge' }, config: { is: 'edge-settings' } } as const;
const PLACE = {
  nodes: { is: 'nodes' },
  in: { is: 'frame' },
  positions: {
    is: 'positions',
    optional: true,
    about: 'Where each node stands from then on, in its new frame; where it stood when left out.',
  },
} as const;
const RECONNECT = {
  edge: { is: 'edge' },
  from: { is: 'node' },
  to: { is: 'node' },
  protocol: { is: 'protocol', optional: true, about: 'What it carries from then on.' },
  port: { is: 'port', optional: true, about: 'Which of several that its new end offers.' },
} as const;
const ADD = {
  nodes: { is: 'new-nodes', optional: true },
  edges: { is: 'new-edges', optional: true },
} as const;
const REMOVE = {
  nodes: { is: 'nodes', optional: true },
  edges: { is: 'edges', optional: true },
} as const;

const replicaCount = (about: { label: string; help: string; default: number; min: number }) =>
  number({ key: 'n', max: LIMITS.nodes, integer: true, ...about });

/** How many replicas of a part there are, as a form asks for it; one stands for itself. */
export const replicaFields = {
  min: replicaCount({
    label: 'At least',
    help: 'How many replicas a frame that switches them on and off keeps on.',
    default: 1,
    min: 0,
  }),
  max: replicaCount({
    label: 'At most',
    help: 'How many replicas there may be. Each is a process of its own; those beyond finish what they hold and go off.',
    default: 1,
    min: 1,
  }),
} as const;
const SCALE = {
  node: { is: 'node' },
  min: value(replicaFields.min),
  max: value(replicaFields.max),
} as const;

type Set = ArgsOf<typeof SET>;
type SetEdge = ArgsOf<typeof SET_EDGE>;
type Place = ArgsOf<typeof PLACE>;
type Reconnect = ArgsOf<typeof RECONNECT>;
type Add = ArgsOf<typeof ADD>;
type Remove = ArgsOf<typeof REMOVE>;

/** By the name that documents write. */
export const tableDeeds: Readonly<Record<string, TableDeed>> = {
  set: tableDeed({
    args: SET,
    about: 'Changes settings of a node.',
    words: {
      name: 'Change settings',
      label: (act, called) => `Set ${settingsOf(act, called)}`,
      past: (act, called) => `set ${settingsOf(act, called)}`,
    },
    apply: setNode,
    run: 'configure',
    merge: mergeSet,
  }),
  'set-edge': tableDeed({
    args: SET_EDGE,
    about: 'Changes settings of an edge.',
    words: {
      name: 'Change settings of an edge',
      label: (act, called) => `Set ${edgeSettingsOf(act, called)}`,
      past: (act, called) => `set ${edgeSettingsOf(act, called)}`,
    },
    apply: setEdge,
    run: 'configure-edge',
    merge: mergeSetEdge,
  }),
  place: tableDeed({
    args: PLACE,
    about: 'Puts nodes into a frame, or with null onto the open table.',
    words: {
      name: 'Put into a frame',
      label: (act, called) => placing(act, called, ['Take', 'Put']),
      past: (act, called) => placing(act, called, ['took', 'put']),
    },
    apply: placeNodes,
    run: 'enclose',
  }),
  reconnect: tableDeed({
    args: RECONNECT,
    about:
      'Leads an edge elsewhere. It keeps its id and settings; what is under way on it is lost.',
    words: {
      name: 'Move an edge',
      label: (act, called) => leading(act, called, ['Change', 'Move']),
      past: (act, called) => leading(act, called, ['changed', 'moved']),
    },
    apply: leadEdge,
    run: 'lead',
    unplugs: true,
    needsAll: true,
    merge: mergeReconnect,
  }),
  add: tableDeed({
    args: ADD,
    about:
      'Brings nodes and edges. What cannot join then (its id is taken, its frame or end is not there) is left out.',
    words: {
      name: 'Add',
      label: (act, called) => adding(act, called, ['Add', 'Connect']),
      past: (act, called) => adding(act, called, ['added', 'connected']),
    },
    apply: addParts,
    run: 'join',
  }),
  scale: tableDeed({
    args: SCALE,
    about: 'Says how many replicas of a part there are at least and at most.',
    words: {
      name: 'Change the number of replicas',
      label: (act, called) => `Scale ${called.node(act.node)} to ${replicasIn(act)}`,
      past: (act, called) => `scaled ${called.node(act.node)} to ${replicasIn(act)}`,
    },
    apply: scaleNode,
    run: 'scale',
    merge: (before, act) => (before.do === 'scale' ? { ...before, ...act } : null),
  }),
  remove: tableDeed({
    args: REMOVE,
    about: 'Takes nodes (with their edges) and edges away. Members of a removed frame stay.',
    words: {
      name: 'Remove',
      label: (act, called) => `Remove ${removed(act, called)}`,
      past: (act, called) => `removed ${removed(act, called)}`,
    },
    apply: removeParts,
    run: 'leave',
    unplugs: true,
  }),
};

/** "1 to 4 replicas". */
function replicasIn({ min, max }: { readonly min: number; readonly max: number }): string {
  return min === max ? count(max, 'replica') : `${min} to ${count(max, 'replica')}`;
}

/** Says how many replicas of a part there are. */
export function scales(node: string, min: number, max: number): Intervention {
  return { do: 'scale', node, min, max };
}

/** Brings parts; a list that is empty is left out. */
export function adds(nodes: readonly DocumentNode[], edges: readonly DocumentEdge[]): Intervention {
  return { do: 'add', ...(nodes.length > 0 && { nodes }), ...(edges.length > 0 && { edges }) };
}

export function removes(nodes: readonly string[], edges: readonly string[]): Intervention {
  return { do: 'remove', ...(nodes.length > 0 && { nodes }), ...(edges.length > 0 && { edges }) };
}

/** Changes settings of a node. */
export function sets(node: string, config: ConfigJson): Intervention {
  return { do: 'set', node, config };
}

export function setsEdge(edge: string, config: EdgeConfig): Intervention {
  return { do: 'set-edge', edge, config };
}

export function places(
  nodes: readonly string[],
  frame: string | null,
  positions: { readonly [node: string]: readonly [number, number] },
): Intervention {
  const isAnywhere = Object.keys(positions).length === 0;
  return { do: 'place', nodes, in: frame, ...(!isAnywhere && { positions }) };
}

export function reconnects(edge: string, line: Line): Intervention {
  return { do: 'reconnect', edge, ...line };
}

/** Settings go into the command that set or brought the node. */
function mergeSet(before: Intervention, { node: id, config }: Set, specs: Specs) {
  if (before.do === 'set')
    return { ...before, config: { ...(before as Of<Set>).config, ...config } };
  return withBrought(before, {
    node: (node) => {
      if (node.id !== id) return node;
      return withConfig(node, mergeConfig(specOf(node.kind, specs), node.config, config));
    },
  });
}

function mergeSetEdge(before: Intervention, { edge: id, config }: SetEdge, specs: Specs) {
  if (before.do === 'set-edge') {
    return { ...before, config: { ...(before as Of<SetEdge>).config, ...config } };
  }
  return withBrought(before, {
    edge: (edge) => {
      if (edge.id !== id) return edge;
      const fields = fieldsOfEdge(edge.protocol, specs);
      return withConfig(edge, mergeConfig(fields && { fields }, edge.config, config));
    },
  });
}

function mergeReconnect(before: Intervention, { edge: id, ...act }: Reconnect) {
  const line = lineOf(act);
  /** A port stays where its end and what it carries do. */
  const portOf = ({ to, protocol, port }: Pick<Line, 'to' | 'protocol' | 'port'>) => {
    const stays = to === line.to && (line.protocol ?? protocol) === protocol;
    return port !== undefined && stays ? { port } : {};
  };
  if (before.do === 'reconnect') {
    const { port: _port, ...rest } = before;
    return before.edge === id ? { ...rest, ...portOf(before as Of<Reconnect>), ...line } : null;
  }
  const led = (edge: DocumentEdge) => {
    const { port: _port, ...rest } = edge;
    return { ...rest, ...portOf(edge), ...line };
  };
  return withBrought(before, { edge: (edge) => (edge.id === id ? led(edge) : edge) });
}

type Of<A> = Intervention & A;

/** The same with what it brings changed; null where it brings nothing of the sort. */
function withBrought(
  before: Intervention,
  change: {
    readonly node?: (node: DocumentNode) => DocumentNode;
    readonly edge?: (edge: DocumentEdge) => DocumentEdge;
  },
): Intervention | null {
  if (before.do !== 'add') return null;
  const { nodes, edges } = before as Of<Add>;
  if (change.node !== undefined) return nodes ? { ...before, nodes: nodes.map(change.node) } : null;
  if (change.edge !== undefined) return edges ? { ...before, edges: edges.map(change.edge) } : null;
  return null;
}

function settingsOf({ node, config }: Set, called: Called): string {
  return `${called.settings(node, Object.keys(config))} of ${called.node(node)}`;
}

function edgeSettingsOf({ edge, config }: SetEdge, called: Called): string {
  return `${Object.keys(config).join(' and ')} of ${called.edge(edge)}`;
}

function placing(act: Place, called: Called, [take, put]: readonly [string, string]): string {
  const what = some(act.nodes, called.node);
  if (act.in === null) return `${take} ${what} out of its frame`;
  return `${put} ${what} into ${called.node(act.in)}`;
}

/** With the ends it had, as far as they are known, and only what changes. */
function leading(
  { edge: id, from, to, protocol, port }: Reconnect,
  called: Called,
  [change, move]: readonly [string, string],
): string {
  const old = called.ends(id);
  if (old?.from === from && old.to === to) {
    const what = port ?? protocol ?? 'nothing else';
    return `${change} what ${called.edge(id)} carries to ${what}`;
  }
  if (old?.from === from) return `${change} target of ${called.edge(id)} to ${called.node(to)}`;
  if (old?.to === to) return `${change} source of ${called.edge(id)} to ${called.node(from)}`;
  return `${move} ${called.edge(id)} to ${called.node(from)} → ${called.node(to)}`;
}

function adding(
  { nodes = [], edges = [] }: Add,
  called: Called,
  [bring, connect]: readonly [string, string],
): string {
  const [first] = nodes;
  if (nodes.length === 1 && first !== undefined) return `${bring} ${called.brought(first)}`;
  if (nodes.length > 1) return `${bring} ${count(nodes.length, 'node')}`;
  const [edge] = edges;
  if (edges.length !== 1 || edge === undefined) return `${bring} ${count(edges.length, 'edge')}`;
  return `${connect} ${called.node(edge.from)} to ${called.node(edge.to)}`;
}

function removed({ nodes = [], edges = [] }: Remove, called: Called): string {
  return some([...nodes, ...edges], (id) =>
    edges.includes(id) ? called.edge(id) : called.node(id),
  );
}

function some(ids: readonly string[], name: (id: string) => string): string {
  const [only] = ids;
  return ids.length === 1 && only !== undefined ? name(only) : count(ids.length, 'part');
}

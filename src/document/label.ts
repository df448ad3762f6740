/** Commands in words, for undo, the timeline's marks and the log: "Crash Server 2". */
import { formatDuration } from '../lib/duration.ts';
import type { Scene } from './connect.ts';
import type { Specs } from './spec.ts';
import type { Intervention } from './types.ts';
import { count, nameOf, specOf } from './words.ts';

const VERBS = {
  crash: 'Crash',
  restart: 'Restart',
  hang: 'Hang',
  resume: 'Resume',
  drain: 'Drain',
} as const;

/**
 * What the intervention does.
 * @param scene where its nodes and edges stand; those that do not are called by their id
 */
export function describeIntervention(act: Intervention, scene: Scene, specs: Specs): string {
  const node = (id: string): string => {
    const found = scene.nodes.find((candidate) => candidate.id === id);
    return found === undefined ? id : nameOf(found, specs);
  };
  const edge = (id: string): string => {
    const found = scene.edges.find((candidate) => candidate.id === id);
    return found === undefined ? id : `${node(found.from)} → ${node(found.to)}`;
  };
  switch (act.do) {
    case 'slow':
      return act.factor === 1
        ? `${node(act.node)} at full speed`
        : `Slow ${node(act.node)} ×${act.factor}`;
    case 'errors':
      return `${node(act.node)} answers ${percentOf(act.rate)} errors`;
    case 'burst':
      return `Burst ×${act.factor} at ${node(act.node)}`;
    case 'cut':
      return `Cut ${edge(act.edge)}${CUT[act.way ?? 'both']}`;
    case 'lose':
      return `Lose ${percentOf(act.rate)} on ${edge(act.edge)}`;
    case 'delay':
      return `Delay ${edge(act.edge)} by ${formatDuration(act.by)}`;
    case 'reconnect':
      return describeReconnect(act, scene, specs);
    case 'heal':
      return `Heal ${edge(act.edge)}`;
    case 'set':
      return `Set ${settingsOf(act.node, Object.keys(act.config), scene, specs)} of ${node(act.node)}`;
    case 'set-edge':
      return `Set ${Object.keys(act.config).join(' and ')} of ${edge(act.edge)}`;
    case 'place':
      return act.in === null
        ? `Take ${some(act.nodes, node)} out of its frame`
        : `Put ${some(act.nodes, node)} into ${node(act.in)}`;
    case 'add':
      return describeAdd(act, scene, specs);
    case 'remove':
      return `Remove ${some([...(act.nodes ?? []), ...(act.edges ?? [])], (id) =>
        act.edges?.includes(id) === true ? edge(id) : node(id),
      )}`;
    default:
      return `${VERBS[act.do]} ${node(act.node)}`;
  }
}

const CUT = { both: '', forward: ' (requests)', back: ' (answers)' } as const;

function describeAdd(
  act: Extract<Intervention, { do: 'add' }>,
  scene: Scene,
  specs: Specs,
): string {
  const { nodes = [], edges = [] } = act;
  const [first] = nodes;
  if (nodes.length === 1 && first !== undefined) return `Add ${nameOf(first, specs)}`;
  if (nodes.length > 1) return `Add ${count(nodes.length, 'node')}`;
  const [edge] = edges;
  if (edges.length !== 1 || edge === undefined) return `Add ${count(edges.length, 'edge')}`;
  const called = (id: string): string => {
    const found = scene.nodes.find((node) => node.id === id);
    return found === undefined ? id : nameOf(found, specs);
  };
  return `Connect ${called(edge.from)} to ${called(edge.to)}`;
}

/** With the ends it had, as far as `scene` knows the edge, and only what changes. */
function describeReconnect(
  { edge: id, from, to }: Extract<Intervention, { do: 'reconnect' }>,
  scene: Scene,
  specs: Specs,
): string {
  const called = (node: string): string => {
    const found = scene.nodes.find((candidate) => candidate.id === node);
    return found === undefined ? node : nameOf(found, specs);
  };
  const old = scene.edges.find((edge) => edge.id === id);
  if (old === undefined) return `Lead ${id} from ${called(from)} to ${called(to)}`;
  const edge = `${called(old.from)} → ${called(old.to)}`;
  if (old.from === from) return `Lead ${edge} to ${called(to)}`;
  if (old.to === to) return `Lead ${edge} from ${called(from)}`;
  return `Lead ${edge} from ${called(from)} to ${called(to)}`;
}

function percentOf(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}

function settingsOf(id: string, names: readonly string[], scene: Scene, specs: Specs): string {
  const kind = scene.nodes.find((node) => node.id === id)?.kind;
  const fields = kind === undefined ? undefined : specOf(kind, specs)?.fields;
  const labels = names.map((name) => {
    const field = fields !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined;
    return (field?.label ?? name).toLowerCase();
  });
  return labels.length <= 2 ? labels.join(' and ') : count(labels.length, 'setting');
}

function some(ids: readonly string[], name: (id: string) => string): string {
  const [only] = ids;
  return ids.length === 1 && only !== undefined ? name(only) : count(ids.length, 'part');
}

/** Scenes in a few words, for tests of what kinds do in a run. */
import type {
  ConfigJson,
  DocumentCommand,
  DocumentEdge,
  DocumentNode,
  EdgeConfig,
  SceneDocument,
} from '../../document/types.ts';
import { Run } from '../../run/run.ts';
import { type NodeSummary, ownTotals, type Summary, summarize } from '../../run/summary.ts';
import { kinds } from '../kinds.ts';

export interface SceneParts {
  /** Nodes by id: the kind, then its settings. */
  readonly nodes: Readonly<Record<string, readonly [kind: string, config?: ConfigJson]>>;
  /** 'a>b', in order; each edge's id is this text. */
  readonly edges: readonly string[];
  /** Of every edge; no time passes on them when left out. */
  readonly edge?: EdgeConfig;
  readonly commands?: DocumentCommand[];
  readonly seed?: number;
}

export function sceneOf(parts: SceneParts): SceneDocument {
  const nodes = Object.entries(parts.nodes).map(
    ([id, [kind, config]]): DocumentNode => ({ id, kind, at: [0, 0], config: config ?? {} }),
  );
  const latency = { dist: 'constant', value: 0 } as const;
  const edges = parts.edges.map((id): DocumentEdge => {
    const [from = '', to = ''] = id.split('>');
    return { id, from, to, config: { latency, ...parts.edge } };
  });
  const { seed = 1, commands = [] } = parts;
  return { version: 2, title: 'test', seed, nodes, edges, commands };
}

/** The scene after so many milliseconds. */
export function runScene(parts: SceneParts, millis: number): Run {
  const run = new Run(sceneOf(parts), kinds, { checkpointBytes: 0 });
  run.runUntil(millis * 1000);
  return run;
}

/** The figures of a scene from `warmUp` to `millis`, conservation checked. */
export function measure(parts: SceneParts, millis: number, warmUp = 0): Summary {
  const run = runScene(parts, warmUp);
  run.resetFigures();
  const before = ownTotals(run);
  run.runUntil(millis * 1000);
  const summary = summarize(run, before);
  const { sent, delivered, answered, failed, dropped, inFlight } = summary.messages;
  const ended = Object.values(dropped).reduce((sum, count) => sum + count, 0);
  if (sent !== delivered + answered + failed + ended + inFlight || inFlight < 0) {
    throw new Error(`Messages are not conserved: ${JSON.stringify(summary.messages)}`);
  }
  return summary;
}

export function nodeOf(summary: Summary, id: string): NodeSummary {
  const node = summary.nodes[id];
  if (node === undefined) throw new Error(`There is no node "${id}" in the summary.`);
  return node;
}

/** What a node's picture is drawn from. */
export function seen<Observation>(summary: Summary, id: string): Observation {
  return nodeOf(summary, id).now as Observation;
}

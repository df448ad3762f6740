/** For tests of balancers: scenes in a few words, and what a run's balancer shows. */
import { completeConfig } from '../../../document/field.ts';
import type {
  ConfigJson,
  DocumentCommand,
  DocumentEdge,
  DocumentNode,
  SceneDocument,
} from '../../../document/types.ts';
import { nodeAnswer, nodeObservation } from '../../../run/inspect.ts';
import { Run } from '../../../run/run.ts';
import { summarize } from '../../../run/summary.ts';
import { kinds } from '../../kinds.ts';
import type { BalancerAnswers, BalancerObservation } from './observation.ts';
import { type BalancerConfig, spec } from './spec.ts';

/** A balancer's complete settings. */
export function balancerConfig(config: Partial<BalancerConfig>): BalancerConfig {
  return completeConfig(spec, config);
}

/** No time passes on an edge unless a test is about it: what happens at once is seen at once. */
const AT_ONCE = { dist: 'constant', value: 0 } as const;

export interface SceneOptions {
  readonly client?: ConfigJson;
  readonly balancer?: ConfigJson;
  /** Backends by id, in their order. */
  readonly servers: Readonly<Record<string, ConfigJson>>;
  readonly commands?: readonly DocumentCommand[];
  readonly latency?: number;
  readonly seed?: number;
}

/**
 * A client `web`, a balancer `lb` and its servers. The client sends evenly, ten requests a second
 * from 0.1 s on.
 */
export function scene(options: SceneOptions): SceneDocument {
  const servers = Object.keys(options.servers).map(
    (id): DocumentNode => ({
      id,
      kind: 'server',
      name: id,
      at: [0, 0],
      config: { slots: 1000, service: AT_ONCE, ...options.servers[id] },
    }),
  );
  const config = {
    latency: { dist: 'constant' as const, value: options.latency ?? 0 },
  };
  const edges = servers.map(
    ({ id }): DocumentEdge => ({ id: `to-${id}`, from: 'lb', to: id, config }),
  );
  return {
    version: 2,
    title: 'test',
    seed: options.seed ?? 1,
    nodes: [
      clientNode('web', options.client ?? {}),
      { id: 'lb', kind: 'load-balancer', at: [0, 0], config: options.balancer ?? {} },
      ...servers,
    ],
    edges: [{ id: 'in', from: 'web', to: 'lb', config }, ...edges],
    commands: [...(options.commands ?? [])],
  };
}

export function clientNode(id: string, config: ConfigJson): DocumentNode {
  return {
    id,
    kind: 'client',
    at: [0, 0],
    config: { rate: 10, pattern: 'constant', timeout: 0, ...config },
  };
}

/** Another client that joins at a moment, with an edge to the balancer. */
export function joins(at: number, id: string, config: ConfigJson): DocumentCommand {
  return {
    at,
    do: 'add',
    nodes: [clientNode(id, config)],
    edges: [{ id: `${id}-in`, from: id, to: 'lb', config: { latency: AT_ONCE } }],
  };
}

export function run(document: SceneDocument, untilMs: number): Run {
  const made = new Run(document, kinds);
  made.runUntil(untilMs * 1000);
  return made;
}

export function observed(made: Run): BalancerObservation {
  return nodeObservation(made, 'lb') as BalancerObservation;
}

/** What the balancer answers to its panel. */
export function ask<About extends keyof BalancerAnswers>(
  made: Run,
  about: About,
): BalancerAnswers[About] {
  return nodeAnswer(made, 'lb', { about }) as BalancerAnswers[About];
}

/** What all messages of a run came to. */
export function countsOf(made: Run) {
  const { counts } = made.kernel.world;
  return { ...counts, dropped: Object.fromEntries(counts.dropped) };
}

/** What the client's requests came to, apart from the balancer's own messages. */
export function clientOf(made: Run): Record<'sent' | 'answered' | 'failed' | 'lost', number> {
  return nodeObservation(made, 'web') as ReturnType<typeof clientOf>;
}

/** How often each backend was chosen. */
export function picksOf(made: Run): Record<string, number> {
  return Object.fromEntries(observed(made).backends.map(({ id, picks }) => [id, picks]));
}

/** How many requests the balancer has sent to each backend. */
export function requestsOf(made: Run): Record<string, number> {
  const requests = summarize(made).nodes.lb?.series.requests;
  if (requests === undefined || !('keys' in requests)) return {};
  const totals = Object.entries(requests.keys);
  return Object.fromEntries(totals.map(([id, each]) => [id, 'total' in each ? each.total : -1]));
}

/**
 * The backends chosen, request by request, each request's attempts in order: `[['a', 'b'], ['c']]`
 * where a failed.
 */
export function triedBy(document: SceneDocument, untilMs: number): string[][] {
  const made = new Run(document, kinds);
  const tried = new Map<number, string[]>();
  const seen = new Set<number>();
  // The inspector holds the last fifty; look often enough to miss none.
  for (let at = 1000; at <= untilMs + 1000; at += 1000) {
    made.runUntil(Math.min(at, untilMs) * 1000);
    for (const packet of [...ask(made, 'packets')].reverse()) {
      if (seen.has(packet.onward)) continue;
      seen.add(packet.onward);
      tried.set(packet.message, [...(tried.get(packet.message) ?? []), packet.backend ?? '?']);
    }
  }
  return [...tried.values()];
}

/** The picks as one word: "abac". */
export function sequence(document: SceneDocument, untilMs: number): string {
  return triedBy(document, untilMs).flat().join('');
}

/** For tests of clusters: a client, a cluster of balancers, and a server behind them. */
import { expect } from 'vitest';
import type {
  ConfigJson,
  DocumentCommand,
  DocumentNode,
  SceneDocument,
} from '../../../document/types.ts';
import { answerOf } from '../../../run/answers.test-support.ts';
import { nodeObservation } from '../../../run/inspect.ts';
import { log } from '../../../run/log.ts';
import { Run } from '../../../run/run.ts';
import { kinds } from '../../kinds.ts';
import { picture } from './picture.ts';
import type { ClusterObservation } from './spec.ts';

/** What these tests read of a balancer. */
interface BalancerObservation {
  readonly backends: readonly { readonly picks: number }[];
}

export const SECOND = 1_000_000;
export const AT_ONCE = { dist: 'constant', value: 0 } as const;

interface Options {
  readonly balancers?: readonly string[];
  readonly cluster?: ConfigJson;
  readonly balancer?: ConfigJson;
  readonly commands?: readonly DocumentCommand[];
}

export function balancer(id: string, config: ConfigJson = {}): DocumentNode {
  return { id, kind: 'load-balancer', name: id, at: [0, 0], in: 'vip', config };
}

/** The client sends a hundred requests a second; `a` is preferred. No time passes on edges. */
export function scene(options: Options): SceneDocument {
  const { balancers = ['a', 'b'] } = options;
  const priorities = [{ balancer: 'a', priority: 150 }];
  const config = { latency: AT_ONCE };
  return {
    version: 2,
    title: 'cluster',
    seed: 1,
    nodes: [
      { id: 'web', kind: 'client', at: [0, 0], config: { rate: 100, pattern: 'constant' } },
      {
        id: 'vip',
        kind: 'balancer-cluster',
        name: 'vip',
        at: [0, 0],
        config: { priorities, announceTime: 0, ...options.cluster },
      },
      ...balancers.map((id) => balancer(id, options.balancer)),
      { id: 's', kind: 'server', at: [0, 0], config: { slots: 100, service: AT_ONCE } },
    ],
    edges: [
      { id: 'in', from: 'web', to: 'vip', config },
      ...balancers.map((id) => ({ id: `${id}-s`, from: id, to: 's', config })),
    ],
    commands: [...(options.commands ?? [])],
  };
}

export function runTo(seconds: number, options: Options): Run {
  const run = new Run(scene(options), kinds);
  run.runUntil(seconds * SECOND);
  expect(run.skipped.filter((why) => why !== null)).toEqual([]);
  return run;
}

export function seen(run: Run): ClusterObservation {
  return nodeObservation(run, 'vip') as ClusterObservation;
}

export const wordsOf = (run: Run) => picture.words(seen(run));

interface Sums {
  readonly answered: number;
  readonly lost: number;
}

/** What became of the client's requests between two moments. */
export function between(run: Run, from: number, to: number): Sums {
  run.runUntil(from * SECOND);
  const before = nodeObservation(run, 'web') as Sums;
  run.runUntil(to * SECOND);
  const after = nodeObservation(run, 'web') as Sums;
  return { answered: after.answered - before.answered, lost: after.lost - before.lost };
}

/** How many requests each balancer has passed on in that time. */
export function servedBy(run: Run, ids: readonly string[], from: number, to: number): number[] {
  const picksOf = (id: string) =>
    (nodeObservation(run, id) as BalancerObservation).backends.reduce((all, b) => all + b.picks, 0);
  run.runUntil(from * SECOND);
  const before = ids.map(picksOf);
  run.runUntil(to * SECOND);
  return ids.map((id, at) => picksOf(id) - (before[at] ?? 0));
}

export function logged(run: Run): string[] {
  const filter = { kinds: ['info'], nodes: ['vip'], text: '' } as const;
  const { rows } = answerOf(log(run, { filter, from: 0, count: 100 }));
  return rows.map(({ words }) => words);
}

export function doneTo(node: string) {
  return (at: number, act: 'crash' | 'restart' | 'drain' | 'hang' | 'resume') =>
    ({ at: at * 1000, do: act, node }) as DocumentCommand;
}

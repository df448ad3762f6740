/** A run whose every moment can be worked out by hand, and where conditions come true in it. */
import { expect } from 'vitest';
import type { Condition } from '../document/condition.ts';
import type { DocumentCommand, SceneDocument } from '../document/types.ts';
import { kinds } from '../kinds/kinds.ts';
import { Run } from './run.ts';

/**
 * Visitors at even intervals of 10 ms, 1 ms away from a server that takes 50 ms for each and has
 * two slots.
 */
export function queueing(conditions: Condition[], commands: DocumentCommand[] = []): SceneDocument {
  const constant = (value: number) => ({ dist: 'constant', value });
  return {
    version: 2,
    title: 'known answers',
    seed: 1,
    nodes: [
      {
        id: 'web',
        kind: 'client',
        name: 'visitors',
        at: [0, 0],
        config: { pattern: 'constant', rate: 100 },
      },
      {
        id: 's1',
        kind: 'server',
        name: 'shop',
        at: [300, 0],
        config: { slots: 2, service: constant(50), queueLimit: 10 },
      },
    ],
    edges: [
      { id: 'e1', from: 'web', to: 's1', config: { latency: { dist: 'constant', value: 1 } } },
    ],
    commands,
    conditions,
  };
}

/** Event by event, until `isTrue` says so after one. */
export function firstMoment(document: SceneDocument, isTrue: (run: Run) => boolean): number {
  const { conditions: _none, ...rest } = document;
  const run = new Run(rest, kinds);
  while (run.now < 60_000_000 && run.step()) if (isTrue(run)) return run.now;
  throw new Error('it never came true');
}

export function stopOf(document: SceneDocument): Run {
  const run = new Run(document, kinds);
  expect(run.runUntil(60_000_000)).toBe(true);
  return run;
}

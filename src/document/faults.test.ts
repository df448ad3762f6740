import { describe, expect, test } from 'vitest';
import { emptyTable } from '../lib/table.ts';
import {
  ENDED_BY,
  edgeFaultsAfter,
  type FaultName,
  type Faults,
  type NodeDeed,
  nodeFaultsAfter,
  stillInForce,
  whyIdle,
  withFaults,
} from './faults.ts';
import { integer, percent } from './field.ts';
import { defineSpec } from './spec.ts';
import type { DocumentNode, Intervention } from './types.ts';

const time = { label: '', help: '', default: 0, min: 0, max: 1e6 };
const worker = defineSpec({
  kind: 'worker',
  key: 'w',
  family: 'compute',
  title: 'Worker',
  summary: '',
  icon: 'server',
  gives: [],
  takes: [],
  faults: ['crash', 'restart', 'hang', 'resume', 'drain', 'slow', 'errors', 'burst'],
  process: { errorRate: 'wrong', failures: 'fails', repairs: 'heals', restartedBy: ['layer'] },
  fields: {
    wrong: percent({ key: 'e', label: '', help: '', default: 0 }),
    fails: integer({ key: 'f', ...time }),
    heals: integer({ key: 'r', ...time }),
    layer: integer({ key: 'l', ...time, default: 7 }),
  },
});
const specs = { worker };
const node: DocumentNode = { id: 'w', kind: 'worker', at: [0, 0] };
const on = { before: node, after: node, specs, at: 10 };

const EVERYTHING: Faults = {
  drained: true,
  hung: true,
  slow: 4,
  errors: 0.5,
  burst: { factor: 5, until: 99 },
};

const deed = (act: Omit<NodeDeed, 'node'> | object): NodeDeed =>
  ({ node: 'w', ...act }) as NodeDeed;

describe('what holds after a deed', () => {
  test.each<[string, object, Faults]>([
    ['a crash ends all that was done to the process', { do: 'crash' }, { crashed: true }],
    ['a fresh process has forgotten it', { do: 'restart' }, {}],
    ['what hung goes on', { do: 'resume' }, { ...EVERYTHING, hung: undefined as never }],
    ['its own speed', { do: 'slow', factor: 1 }, { ...EVERYTHING, slow: undefined as never }],
    ['another speed', { do: 'slow', factor: 2 }, { ...EVERYTHING, slow: 2 }],
    [
      'as many errors as set',
      { do: 'errors', rate: 0 },
      { ...EVERYTHING, errors: undefined as never },
    ],
    [
      'a burst of its own length',
      { do: 'burst', factor: 3, for: 5.5 },
      { ...EVERYTHING, burst: { factor: 3, until: 15.5 } },
    ],
    ['no burst', { do: 'burst', factor: 1, for: 0 }, { ...EVERYTHING, burst: undefined as never }],
    ['a setting of something else', { do: 'set', config: { fails: 3 } }, EVERYTHING],
  ])('%s', (_, act, holds) => {
    expect(nodeFaultsAfter(EVERYTHING, deed(act), on)).toEqual(holds);
  });

  test('a setting of errors ends the fault, none over a setting is one, and a new layer ends all', () => {
    const set = deed({ do: 'set', config: {} });
    const changed = (config: object) => ({ ...on, after: { ...node, config } as DocumentNode });
    expect(nodeFaultsAfter({ errors: 0.5, slow: 2 }, set, changed({ wrong: 0.3 }))).toEqual({
      slow: 2,
    });
    expect(nodeFaultsAfter(EVERYTHING, set, changed({ layer: 4 }))).toEqual({});
    const none = deed({ do: 'errors', rate: 0 });
    expect(nodeFaultsAfter({}, none, changed({ wrong: 0.3 }))).toEqual({ errors: 0 });
  });

  test('looking back along the commands finds the same ends', () => {
    const names: [Intervention['do'], FaultName][] = [
      ['crash', 'crashed'],
      ['drain', 'drained'],
      ['hang', 'hung'],
      ['slow', 'slow'],
      ['errors', 'errors'],
      ['burst', 'burst'],
    ];
    for (const [does, name] of names) {
      for (const end of ['crash', 'restart', 'hang', 'resume', 'drain'] as const) {
        const holds = nodeFaultsAfter({ crashed: true, ...EVERYTHING }, deed({ do: end }), on);
        const isEnded = holds[name] === undefined;
        // One that hangs hears nothing of a restart.
        const isDeaf = does === 'hang' && end === 'restart';
        expect([does, end, ENDED_BY[does]?.includes(end) === true || isDeaf]).toEqual([
          does,
          end,
          isEnded,
        ]);
      }
    }
    const healed = edgeFaultsAfter({ cut: 'both', lose: 1, delay: 2 }, { do: 'heal', edge: 'e' });
    expect(healed).toEqual({});
  });
});

describe('a deed that comes to nothing', () => {
  const why = (faults: Faults, does: string, config: object = {}) =>
    whyIdle(
      faults,
      deed({ do: does, factor: 2, rate: 1 }),
      { ...node, config } as DocumentNode,
      specs,
    );

  test('on a process that is down for sure says so', () => {
    for (const does of ['hang', 'drain', 'slow', 'errors', 'burst']) {
      expect(why({ crashed: true }, does)).toBe('Worker is down: bring it back first.');
      expect(why({ crashed: true }, does, { heals: 100 })).toBeNull();
      expect(why({ drained: true }, does)).toBeNull();
    }
    for (const does of ['crash', 'restart', 'resume'])
      expect(why({ crashed: true }, does)).toBeNull();
  });

  test('on one that hangs for sure says so', () => {
    expect(why({ hung: true }, 'restart')).toMatch(/^Worker hangs and hears nothing/);
    expect(why({ hung: true }, 'restart', { fails: 100 })).toBeNull();
    expect(why({ hung: true, drained: true }, 'restart')).toBeNull();
    for (const does of ['crash', 'slow', 'drain']) expect(why({ hung: true }, does)).toBeNull();
  });
});

test('what is over is left out, and only that', () => {
  expect(stillInForce({ crashed: true, slow: 2 }, ['crashed', 'hung'])).toEqual({ slow: 2 });
  expect(stillInForce(undefined, ['slow'])).toBeUndefined();
});

test('faults by id are never changed in place, and any id may be asked for', () => {
  const none = emptyTable<Faults>();
  const id: string = 'toString';
  const one = withFaults(none, id, { slow: 2 });
  expect(none[id]).toBeUndefined();
  expect([one[id], one.constructor]).toEqual([{ slow: 2 }, undefined]);
  expect(Object.keys(withFaults(one, id, {}))).toEqual([]);
  expect(withFaults(one, id, one[id] ?? {})).toBe(one);
});

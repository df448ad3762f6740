import { describe, expect, test } from 'vitest';
import { emptyTable } from '../lib/table.ts';
import type { NodeDeed, PartDeed } from './deed.ts';
import { deedGivenBy, type GivenDeed } from './deeds.ts';
import {
  type Faults,
  faultsAfter,
  faultsAfterSettings,
  faultsAgain,
  stillInForce,
  whyIdle,
  withFaults,
} from './faults.ts';
import { integer, percent } from './field.ts';
import { defineSpec } from './spec.ts';
import type { DocumentNode } from './types.ts';

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
const on = { node, specs, at: 10 };

const EVERYTHING: Faults = {
  drain: {},
  hang: {},
  slow: { factor: 4 },
  errors: { rate: 0.5 },
  burst: { factor: 5, for: 89, until: 99 },
};

function given(act: { do: string; [arg: string]: unknown }): GivenDeed<PartDeed> {
  const found = deedGivenBy({ node: 'w', edge: 'e', ...act }, [node], specs);
  if (found === null || found.deed.on === 'table') throw new Error(`No deed ${act.do}.`);
  return found as GivenDeed<PartDeed>;
}

const without = (name: string): Faults => {
  const { [name]: _ended, ...rest } = EVERYTHING;
  return rest;
};

describe('what holds after a deed', () => {
  test.each<[string, Parameters<typeof given>[0], Faults]>([
    ['a crash ends all that was done to the process', { do: 'crash' }, { crash: {} }],
    ['a fresh process has forgotten it', { do: 'restart' }, {}],
    ['what hung goes on', { do: 'resume' }, without('hang')],
    ['its own speed', { do: 'slow', factor: 1 }, without('slow')],
    ['another speed', { do: 'slow', factor: 2 }, { ...EVERYTHING, slow: { factor: 2 } }],
    ['as many errors as set', { do: 'errors', rate: 0 }, without('errors')],
    [
      'a burst of its own length',
      { do: 'burst', factor: 3, for: 5.5 },
      { ...EVERYTHING, burst: { factor: 3, for: 5.5, until: 15.5 } },
    ],
    ['no burst', { do: 'burst', factor: 1, for: 0 }, without('burst')],
    ['a burst of no length', { do: 'burst', factor: 3, for: 0 }, without('burst')],
  ])('%s', (_, act, holds) => {
    expect(faultsAfter(EVERYTHING, given(act), on)).toEqual(holds);
  });

  test('a setting of errors ends the fault, none over a setting is one, and a new layer ends all', () => {
    const changed = (config: object) => ({ ...node, config }) as DocumentNode;
    const left = (faults: Faults, config: object) =>
      faultsAfterSettings(faults, node, changed(config), specs);
    const both = { errors: { rate: 0.5 }, slow: { factor: 2 } };
    expect(left(both, { wrong: 0.3 })).toEqual({ slow: { factor: 2 } });
    expect(left(EVERYTHING, { fails: 3 })).toBe(EVERYTHING);
    expect(left(EVERYTHING, { layer: 4 })).toEqual({});
    const set = { ...on, node: changed({ wrong: 0.3 }) };
    expect(faultsAfter({}, given({ do: 'errors', rate: 0 }), set)).toEqual({ errors: { rate: 0 } });
  });

  test('healing ends all that an edge suffers from, and each level ends alone', () => {
    const edge = { node: null, specs, at: 10 };
    const all = { cut: { way: 'both' }, lose: { rate: 1 }, delay: { by: 2 } };
    expect(faultsAfter(all, given({ do: 'heal' }), edge)).toEqual({});
    const { lose: _lose, ...rest } = all;
    expect(faultsAfter(all, given({ do: 'lose', rate: 0 }), edge)).toEqual(rest);
    expect(faultsAfter({}, given({ do: 'cut' }), edge)).toEqual({ cut: { way: 'both' } });
  });
});

test('what begins the faults again lets none undo another', () => {
  const again = faultsAgain('w', { crash: {}, ...EVERYTHING }, 19, worker);
  expect(again.map((command) => command.do)).toEqual([
    'slow',
    'errors',
    'burst',
    'drain',
    'crash',
    'hang',
  ]);
  expect(again[2]).toEqual({ at: 0, do: 'burst', node: 'w', factor: 5, for: 80 });
  expect(faultsAgain('w', { burst: { factor: 5, for: 89, until: 99 } }, 99, worker)).toEqual([]);
});

describe('a deed that comes to nothing', () => {
  const why = (faults: Faults, does: string, config: object = {}) =>
    whyIdle(
      faults,
      given({ do: does }).deed as NodeDeed,
      { ...node, config } as DocumentNode,
      specs,
    );

  test('on a process that is down for sure says so', () => {
    for (const does of ['hang', 'drain', 'slow', 'errors', 'burst']) {
      expect(why({ crash: {} }, does)).toBe('Worker is down: bring it back first.');
      expect(why({ crash: {} }, does, { heals: 100 })).toBeNull();
      expect(why({ drain: {} }, does)).toBeNull();
    }
    for (const does of ['crash', 'restart', 'resume']) expect(why({ crash: {} }, does)).toBeNull();
  });

  test('on one that hangs for sure says so', () => {
    expect(why({ hang: {} }, 'restart')).toMatch(/^Worker hangs and hears nothing/);
    expect(why({ hang: {} }, 'restart', { fails: 100 })).toBeNull();
    expect(why({ hang: {}, drain: {} }, 'restart')).toBeNull();
    for (const does of ['crash', 'slow', 'drain']) expect(why({ hang: {} }, does)).toBeNull();
  });
});

test('what is over is left out, and only that', () => {
  expect(stillInForce({ crash: {}, slow: { factor: 2 } }, ['crash', 'hang'])).toEqual({
    slow: { factor: 2 },
  });
  expect(stillInForce(undefined, ['slow'])).toBeUndefined();
});

test('faults by id are never changed in place, and any id may be asked for', () => {
  const none = emptyTable<Faults>();
  const id: string = 'toString';
  const one = withFaults(none, id, { slow: { factor: 2 } });
  expect(none[id]).toBeUndefined();
  expect([one[id], one.constructor]).toEqual([{ slow: { factor: 2 } }, undefined]);
  expect(Object.keys(withFaults(one, id, {}))).toEqual([]);
  expect(withFaults(one, id, one[id] ?? {})).toBe(one);
});

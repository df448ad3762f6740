import { describe, expect, expectTypeOf, test } from 'vitest';
import {
  type Complete,
  choice,
  completeConfig,
  distribution,
  duration,
  integer,
  isSameJson,
  minimalConfig,
  names,
  number,
  optional,
  part,
  percent,
  table,
  text,
  toggle,
} from './field.ts';
import { checkField } from './field-check.ts';

const about = { key: 'k', label: 'Label', help: 'Help.' };
const spec = {
  fields: {
    rate: number({ ...about, default: 10, min: 0, max: 100, unit: 'requests/s' }),
    slots: integer({ ...about, default: 4, min: 1, max: 64 }),
    timeout: duration({ ...about, default: 10_000, max: 60_000 }),
    loss: percent({ ...about, default: 0 }),
    mode: choice({ ...about, options: { l4: 'Layer 4', l7: 'Layer 7' }, default: 'l4' }),
    tls: toggle({ ...about, default: false }),
    host: text({ ...about, default: 'shop.example', maxLength: 12 }),
    service: distribution({ ...about, default: { dist: 'exponential', mean: 50 } }),
    peer: part({ ...about, fits: () => true, mustBe: 'a peer' }),
    mix: table({
      ...about,
      each: 'request',
      most: 3,
      columns: {
        weight: number({ ...about, default: 1, min: 0, max: 10 }),
        headers: optional(names({ ...about, default: {}, maxName: 3, maxText: 3 })),
        steps: optional(
          table({
            ...about,
            each: 'step',
            most: 1,
            columns: { think: duration({ ...about, default: 0, max: 100 }) },
          }),
        ),
      },
    }),
  },
};

function accepts(name: keyof typeof spec.fields, value: unknown): boolean {
  return checkField(spec.fields[name], value) === null;
}

describe('fields accept what a document may hold and nothing else', () => {
  test.each<[keyof typeof spec.fields, unknown[], unknown[]]>([
    ['rate', [0, 0.5, 100], [-1, 100.1, '5', null, Number.NaN, Number.POSITIVE_INFINITY]],
    ['slots', [1, 64], [0, 65, 1.5]],
    ['timeout', [0, 0.001, 60_000], [-1, 60_001, '2s']],
    ['loss', [0, 0.25, 1], [1.1, -0.1]],
    ['mode', ['l4', 'l7'], ['L4', 'constructor', 4]],
    ['tls', [true, false], [0, 'true']],
    ['host', ['', 'a.example'], ['a much too long host', 7]],
    ['peer', ['', 's1', 'constructor'], [1, null, 'x'.repeat(101)]],
    [
      'mix',
      [[], [{ weight: 1 }], [{ weight: 1, headers: { a: 'b' }, steps: [{ think: 5 }] }]],
      [
        [{ weight: 1, extra: 2 }],
        [{}],
        {},
        [{ weight: 1, headers: { long: 'b' } }],
        [{ weight: 1, steps: [{ think: 500 }] }],
        [{ weight: 1, steps: [{ think: 5 }, { think: 5 }] }],
        [{ weight: 1 }, { weight: 2 }, { weight: 3 }, { weight: 4 }],
      ],
    ],
  ])('%s', (name, good, bad) => {
    expect(good.filter((value) => !accepts(name, value))).toEqual([]);
    expect(bad.filter((value) => accepts(name, value))).toEqual([]);
  });

  test('every distribution that can be drawn from is accepted', () => {
    const good = [
      { dist: 'constant', value: 0 },
      { dist: 'uniform', min: 1, max: 1 },
      { dist: 'exponential', mean: 5 },
      { dist: 'lognormal', mean: 2, p99: 9 },
      { dist: 'pareto', shape: 1.5, min: 3 },
      { dist: 'zipf', n: 1000, s: 1.1 },
      { dist: 'empirical', values: [1, 2], weights: [3, 0] },
    ];
    expect(good.filter((value) => !accepts('service', value))).toEqual([]);
  });

  test('an impossible distribution is rejected in the words of whoever draws from it', () => {
    const bad = [
      { dist: 'uniform', min: 2, max: 1 },
      { dist: 'lognormal', mean: 2, p99: 1 },
      { dist: 'lognormal', mean: 2, p99: 2000 },
      { dist: 'empirical', values: [1], weights: [1, 2] },
      { dist: 'empirical', values: [1], weights: [0] },
      { dist: 'zipf', n: 1e9, s: 1 },
      { dist: 'normal', mean: 1 },
      { dist: 'constant', value: 1, mean: 2 },
      { dist: 'constant', value: -1 },
    ];
    expect(bad.filter((value) => accepts('service', value))).toEqual([]);
    const issue = checkField(spec.fields.service, bad[1]);
    expect(issue?.message).toContain('A lognormal p99 of 1 with mean 2');
  });
});

describe('defaults', () => {
  test('a saved value counts, everything else is the default', () => {
    const config = completeConfig(spec, { rate: 3, tls: true });
    expect(config).toMatchObject({ rate: 3, tls: true, slots: 4, mode: 'l4', mix: [] });
    expect(Object.keys(config)).toEqual(Object.keys(spec.fields));
    expect(completeConfig(spec, undefined).rate).toBe(10);
  });

  test('what equals the default is left out again', () => {
    const config = completeConfig(spec, { rate: 3, service: { dist: 'constant', value: 1 } });
    expect(minimalConfig(spec, config)).toEqual({
      rate: 3,
      service: { dist: 'constant', value: 1 },
    });
    const same = { ...config, rate: 10, service: { mean: 50, dist: 'exponential' } };
    expect(minimalConfig(spec, same)).toEqual({});
  });

  test('the complete settings have the types of the fields', () => {
    type Config = Complete<typeof spec.fields>;
    expectTypeOf<Config['mode']>().toEqualTypeOf<'l4' | 'l7'>();
    expectTypeOf<Config['rate']>().toEqualTypeOf<number>();
    expectTypeOf<Config['mix']>().toEqualTypeOf<
      { weight: number; headers?: Record<string, string>; steps?: { think: number }[] }[]
    >();
  });

  test('values are compared as JSON', () => {
    expect(isSameJson({ a: 1, b: [1, { c: 2 }] }, { b: [1, { c: 2 }], a: 1 })).toBe(true);
    expect(isSameJson({ a: 1 }, { a: 1, b: 2 })).toBe(false);
    expect(isSameJson([], {})).toBe(false);
    expect(isSameJson({ toString: 1 }, { a: 1 })).toBe(false);
  });
});

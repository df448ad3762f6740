import { describe, expect, test } from 'vitest';
import type { ConfigJson, DocumentCommand } from '../../../document/types.ts';
import { ALGORITHMS } from '../shared/algorithms.ts';
import { knowsSlowStart } from '../shared/slow-start.ts';
import type { BalancerContext } from './context.ts';
import { ask, observed, picksOf, run, scene } from './test-support.ts';

const CHECKED: ConfigJson = { checks: 'tcp', checkInterval: 100, rise: 1, fall: 1, maxFails: 0 };
const AWAY: DocumentCommand[] = [
  { at: 1000, do: 'crash', node: 'a' },
  { at: 5000, do: 'restart', node: 'a' },
];

/** The share of `a` among the choices in the first half of its slow start of 20 s. */
function shareOnReturn(balancer: ConfigJson, server: ConfigJson = {}): number {
  const made = run(
    scene({
      client: { rate: 200, keepAlive: false },
      balancer: { ...CHECKED, ...balancer },
      servers: { a: { bootTime: 0, ...server }, b: server },
      commands: AWAY,
    }),
    5200,
  );
  const before = picksOf(made);
  made.runUntil(15_000_000);
  const after = picksOf(made);
  const a = (after.a ?? 0) - (before.a ?? 0);
  return a / (a + (after.b ?? 0) - (before.b ?? 0));
}

describe('slow start', () => {
  const algorithms = Object.keys(ALGORITHMS) as (keyof typeof ALGORITHMS)[];

  // From a tenth to a half of its weight beside another of the same: 0.28 to 1 on the average.
  test.each(['round-robin', 'weighted-round-robin', 'weighted-round-robin-haproxy', 'random'])(
    'gives a share that grows with the weight: %s',
    (algorithm) => {
      expect(shareOnReturn({ algorithm, slowStart: 20_000 })).toBeCloseTo(0.21, 1);
      expect(shareOnReturn({ algorithm })).toBeCloseTo(0.5, 1);
    },
  );

  test.each(algorithms)(
    'keeps most of the traffic away at first, or says that it cannot: %s',
    (algorithm) => {
      const busy = { service: { dist: 'constant', value: 30 } };
      const slow = shareOnReturn({ algorithm, slowStart: 20_000 }, busy);
      const quick = shareOnReturn({ algorithm }, busy);
      if (knowsSlowStart(algorithm)) expect(slow).toBeLessThan(0.35);
      else expect(slow).toBe(quick);
    },
  );

  test('is over for all alike when all come back at once', () => {
    const made = run(
      scene({
        client: { rate: 100 },
        balancer: { ...CHECKED, slowStart: 20_000, panicThreshold: 0 },
        servers: { a: { bootTime: 0 }, b: { bootTime: 0 } },
        commands: [
          { at: 1000, do: 'crash', node: 'a' },
          { at: 1000, do: 'crash', node: 'b' },
          { at: 3000, do: 'restart', node: 'a' },
          { at: 3000, do: 'restart', node: 'b' },
        ],
      }),
      10_000,
    );
    const { a = 0, b = 0 } = picksOf(made);
    expect(a / (a + b)).toBeCloseTo(0.5, 1);
    expect(ask(made, 'backends').backends[0]?.effectiveWeight).toBeLessThan(0.4);
  });

  test('also holds for who joins later, and after a time out for failures', () => {
    const joined = run(
      scene({
        balancer: { slowStart: 10_000 },
        servers: { a: {} },
        commands: [
          {
            at: 2000,
            do: 'add',
            nodes: [{ id: 'late', kind: 'server', at: [0, 0], config: {} }],
            edges: [{ id: 'to-late', from: 'lb', to: 'late' }],
          },
        ],
      }),
      3000,
    );
    expect(ask(joined, 'backends').backends[1]?.effectiveWeight).toBeCloseTo(0.1, 5);
    const failed = run(
      scene({
        client: { rate: 50 },
        balancer: { slowStart: 30_000, maxFails: 1, failTimeout: 1000 },
        servers: { a: { bootTime: 0 }, b: {} },
        commands: AWAY,
      }),
      10_000,
    );
    expect(observed(failed).backends[0]?.health).toBe('healthy');
    expect(ask(failed, 'backends').backends[0]?.effectiveWeight).toBeLessThan(0.3);
  });
});

describe('panic', () => {
  const three = { a: {}, b: {}, c: {} };
  const crash = (...nodes: string[]): DocumentCommand[] =>
    nodes.map((node) => ({ at: 1000, do: 'crash', node }));
  const seenAfter = (balancer: ConfigJson, ...crashed: string[]) =>
    observed(
      run(
        scene({
          balancer: { ...CHECKED, ...balancer },
          servers: three,
          commands: crash(...crashed),
        }),
        3000,
      ),
    );

  test('begins when fewer are well than the threshold, and lets all of them in', () => {
    expect(seenAfter({}, 'a')).toMatchObject({ panics: false, state: 'up.degraded' });
    const all = seenAfter({}, 'a', 'b');
    expect(all).toMatchObject({ panics: true, state: 'up.balancing' });
    expect(all.backends.map(({ isUp }) => isUp)).toEqual([true, true, true]);
    expect(all.backends.map(({ health }) => health)).toEqual(['unhealthy', 'unhealthy', 'healthy']);
    expect(seenAfter({ panicThreshold: 0.3 }, 'a', 'b').panics).toBe(false);
    expect(seenAfter({ panicThreshold: 0 }, 'a', 'b', 'c').state).toBe('up.unavailable');
  });

  test('ends when enough are back', () => {
    const commands = [...crash('a', 'b'), { at: 3000, do: 'restart', node: 'a' } as const];
    const made = run(scene({ balancer: CHECKED, servers: three, commands }), 5000);
    expect(observed(made)).toMatchObject({ panics: false, state: 'up.degraded' });
  });
});

describe('outlier detection', () => {
  test('forgives one ejection for every ten seconds without another', () => {
    const made = run(
      scene({
        client: { rate: 20 },
        balancer: { ejection: true, ejectTime: 1000, maxFails: 0, panicThreshold: 0 },
        servers: { a: { errorRate: 1 }, b: {} },
        commands: [
          { at: 6000, do: 'set', node: 'a', config: { errorRate: 0 } },
          { at: 25_000, do: 'set', node: 'a', config: { errorRate: 1 } },
        ],
      }),
      6000,
    );
    const times = () => {
      const context = made.kernel.find('lb')?.main.instance.context as BalancerContext;
      return context.backends[0]?.ejection?.times;
    };
    const before = times() ?? 0;
    expect(before).toBeGreaterThan(1);
    made.runUntil(26_000_000);
    expect(times()).toBe(before);
    expect(observed(made).backends[0]?.health).toBe('ejected');
  });

  test('counts errors in a row only, in layer 7 those of the server, too', () => {
    const health = (mode: string, errorRate: number, ejectAfter: number) =>
      observed(
        run(
          scene({
            client: { rate: 100 },
            balancer: { mode, ejection: true, ejectAfter, maxFails: 0 },
            servers: { a: { errorRate }, b: {} },
          }),
          20_000,
        ),
      ).backends[0]?.health;
    expect(health('l7', 0.3, 30)).toBe('healthy');
    expect(health('l7', 1, 30)).toBe('ejected');
    expect(health('l4', 1, 30)).toBe('healthy');
  });
});

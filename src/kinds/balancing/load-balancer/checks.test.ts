import { describe, expect, test } from 'vitest';
import type { ConfigJson, DocumentCommand } from '../../../document/types.ts';
import { answerOf } from '../../../run/answers.test-support.ts';
import type { Trace } from '../../../run/report-types.ts';
import { requests } from '../../../run/requests.ts';
import { summarize } from '../../../run/summary.ts';
import { trace } from '../../../run/trace.ts';
import type { BalancerContext } from './context.ts';
import { ask, clientOf, observed, run, type SceneOptions, scene } from './test-support.ts';

const TCP: ConfigJson = { checks: 'tcp', checkInterval: 500, maxFails: 0 };
const HTTP: ConfigJson = { ...TCP, checks: 'http' };

/** What checks say of backend `a` after so many milliseconds. */
function verdictAt(options: SceneOptions, millis: number): string | undefined {
  const made = run(scene(options), millis);
  const context = made.kernel.find('lb')?.main.instance.context as BalancerContext;
  return context.backends[0]?.check?.verdict;
}

const crash = (at: number): DocumentCommand => ({ at, do: 'crash', node: 'a' });
const restart = (at: number): DocumentCommand => ({ at, do: 'restart', node: 'a' });

describe.each(['l4', 'l7'])('active checks in layer %s', (mode) => {
  const servers = { a: { bootTime: 0 }, b: {} };

  test('keep traffic away from a backend whose port is closed, and bring it back', () => {
    const options = {
      client: { rate: 100, keepAlive: false },
      balancer: { ...TCP, mode, panicThreshold: 0 },
      servers,
      commands: [crash(2000), restart(6000)],
    };
    const down = run(scene(options), 4000);
    expect(observed(down).backends.map(({ health }) => health)).toEqual(['unhealthy', 'healthy']);
    const lostBy = (millis: number) => {
      const { failed, lost } = clientOf(run(scene(options), millis));
      return failed + lost;
    };
    expect(lostBy(3600)).toBeGreaterThan(20);
    expect(lostBy(6000)).toBe(lostBy(3600));
    const back = run(scene(options), 8000);
    expect(observed(back).backends.map(({ health }) => health)).toEqual(['healthy', 'healthy']);
  });

  test('take the only backend out as well', () => {
    const options = {
      balancer: { ...TCP, mode, panicThreshold: 0 },
      servers: { a: {} },
      commands: [crash(0)],
    };
    const made = run(scene(options), 3000);
    expect(observed(made).state).toBe('up.unavailable');
    expect(observed(made).refusals['no-healthy-backend']).toBeGreaterThan(0);
  });

  test('over HTTP fail where the path is wrong, the status is, or nobody answers in time', () => {
    const verdict = (balancer: ConfigJson, a: ConfigJson, commands: DocumentCommand[] = []) =>
      verdictAt(
        { balancer: { ...HTTP, mode, ...balancer }, servers: { a, b: {} }, commands },
        8000,
      );
    expect(verdict({}, {})).toBe('healthy');
    expect(verdict({ checkPath: '/healthz' }, {})).toBe('unhealthy');
    expect(verdict({}, { healthStatus: 204 })).toBe('unhealthy');
    expect(verdict({ checkStatus: 204 }, { healthStatus: 204 })).toBe('healthy');
    expect(verdict({}, {}, [{ at: 1000, do: 'hang', node: 'a' }])).toBe('unhealthy');
    expect(verdict({}, {}, [{ at: 0, do: 'errors', node: 'a', rate: 0.4 }])).toBe('healthy');
    expect(verdict({}, {}, [{ at: 0, do: 'errors', node: 'a', rate: 0.5 }])).toBe('unhealthy');
  });

  test('believe a server that lies about its health, until it tells the truth or starts again', () => {
    const lie = { at: 0, do: 'act', node: 'a', act: 'lie', args: {} } as const;
    const sick = { at: 0, do: 'errors', node: 'a', rate: 1 } as const;
    const verdict = (commands: DocumentCommand[]) =>
      verdictAt({ balancer: { ...HTTP, mode }, servers, commands }, 8000);
    expect(verdict([lie])).toBe('unhealthy');
    expect(verdict([sick, lie])).toBe('healthy');
    expect(verdict([lie, { ...lie, at: 1000, act: 'tell-truth' }])).toBe('healthy');
    expect(verdict([lie, crash(1000), restart(2000)])).toBe('healthy');
  });

  test('change no figure of the servers, and are no requests of clients', () => {
    const figures = (checks: string) => {
      const options = {
        client: { rate: 0.001 },
        balancer: { ...HTTP, checks, mode },
        servers: { a: { healthPath: '/x' }, b: { healthWaits: true }, c: { healthStatus: 500 } },
      };
      const { nodes, ...summary } = summarize(run(scene(options), 20_000));
      const { now: _, ...a } = nodes.a as NonNullable<typeof nodes.a>;
      const { now: __, series: ___, ...b } = nodes.b as NonNullable<typeof nodes.b>;
      const { now: ____, ...c } = nodes.c as NonNullable<typeof nodes.c>;
      return { a, b, c, conditions: summary };
    };
    const { conditions: off, ...without } = figures('off');
    const { conditions: on, ...withChecks } = figures('http');
    expect(withChecks).toEqual(without);
    expect(on.messages.sent).toBeGreaterThan(off.messages.sent + 50);
  });
});

describe('the chain of causes of a request that found nobody', () => {
  const causes = (servers: SceneOptions['servers'], commands: DocumentCommand[]) => {
    const made = run(
      scene({ balancer: { ...HTTP, panicThreshold: 0, nextBackend: false }, servers, commands }),
      8000,
    );
    const [last] = answerOf(requests(made)).failed;
    const { causes: links } = answerOf(trace(made, last?.message ?? 0)) as Trace;
    return links.map(({ words }) => words.replace(/\d+(\.\d+)? m?s$/, 'T'));
  };

  test('leads over the check that failed to what made it fail', () => {
    expect(causes({ a: {} }, [{ at: 0, do: 'crash', node: 'a' }])).toEqual([
      'no healthy backend at Load balancer',
      'a out of rotation at Load balancer since T',
      'a down since T',
      'you crashed a at T',
    ]);
    expect(causes({ a: { healthPath: '/healthz' } }, [])).toEqual([
      'no healthy backend at Load balancer',
      'a out of rotation at Load balancer since T',
      'a answered 404 when Load balancer asked',
      'Health path of a is /healthz',
    ]);
    const lie = { at: 0, do: 'act', node: 'a', act: 'lie', args: {} } as const;
    expect(causes({ a: {} }, [lie]).slice(2)).toEqual([
      'a answered 503 when Load balancer asked',
      'you let the health check of a lie at T',
    ]);
  });
});

describe('active checks', () => {
  test('wait in line where a server lets them: overload fails them', () => {
    const overloaded = { slots: 1, queueLimit: 1000, service: { dist: 'constant', value: 400 } };
    const verdict = (healthWaits: boolean) =>
      verdictAt(
        {
          client: { rate: 20 },
          balancer: HTTP,
          servers: { a: { ...overloaded, healthWaits }, b: {} },
        },
        20_000,
      );
    expect(verdict(false)).toBe('healthy');
    expect(verdict(true)).toBe('unhealthy');
  });

  test('of HTTP fail at a database; of TCP do not', () => {
    const verdict = (balancer: ConfigJson) => {
      const document = scene({ balancer, servers: { a: {}, b: {} } });
      const nodes = document.nodes.map((node) =>
        node.id === 'a' ? { id: 'a', kind: 'database', at: node.at } : node,
      );
      const context = run({ ...document, nodes }, 5000).kernel.find('lb')?.main.instance.context;
      return (context as BalancerContext).backends[0]?.check?.verdict;
    };
    expect(verdict(TCP)).toBe('healthy');
    expect(verdict(HTTP)).toBe('unhealthy');
  });

  test('come first at a moment of their own, and then every interval', () => {
    const moments = (seed: number) => {
      const document = scene({
        client: { limit: 1 },
        balancer: TCP,
        servers: { a: {}, b: {} },
        seed,
      });
      const made = run(document, 0);
      const seen = new Map<string, Set<number>>();
      for (let at = 1; at <= 2000; at++) {
        made.runUntil(at * 1000);
        const context = made.kernel.find('lb')?.main.instance.context as BalancerContext;
        for (const { id, check } of context.backends) {
          if (check === null || check.lastAt < 0) continue;
          seen.set(id, (seen.get(id) ?? new Set()).add(check.lastAt));
        }
      }
      return [...seen.values()].map((each) => [...each]);
    };
    const [a = [], b = []] = moments(1);
    expect(a[0]).not.toBe(b[0]);
    for (const [first = 0, second = 0, third = 0] of [a, b]) {
      expect(first).toBeLessThanOrEqual(500_000);
      expect([second - first, third - second]).toEqual([500_000, 500_000]);
    }
    expect(moments(1)).toEqual([a, b]);
    expect(moments(2)[0]).not.toEqual(a);
  });

  test('come faster while a verdict is changing', () => {
    const outAfter = (fastInterval: number) => {
      const options = {
        client: { limit: 1 },
        balancer: { ...TCP, checkInterval: 2000, fastInterval },
        servers: { a: {}, b: {} },
        commands: [crash(4000)],
      };
      const made = run(scene(options), 4000);
      while (observed(made).backends[0]?.isUp) made.step();
      return made.now / 1000;
    };
    expect(outAfter(0) - outAfter(100)).toBeCloseTo(2 * (2000 - 100), 6);
  });

  test('that are turned off leave nothing: whoever was out is in use', () => {
    const off = { at: 5000, do: 'set', node: 'lb', config: { ...TCP, checks: 'off' } } as const;
    const options = { balancer: HTTP, servers: { a: { healthPath: '/x' }, b: {} } };
    const before = run(scene(options), 5000);
    expect(observed(before).backends[0]?.health).toBe('unhealthy');
    const after = run(scene({ ...options, commands: [off] }), 6000);
    expect(observed(after).backends[0]?.health).toBe('healthy');
    expect(after.kernel.find('lb')?.children.get('health')?.size).toBe(0);
  });

  test('a check under way when the balancer dies is dropped, and no other follows', () => {
    const made = run(
      scene({
        client: { limit: 1 },
        balancer: HTTP,
        servers: { a: {} },
        commands: [{ at: 2000, do: 'crash', node: 'lb' }],
        latency: 300,
      }),
      10_000,
    );
    const { sent, answered, failed, delivered, droppedTotal } = made.kernel.world.counts;
    expect(sent).toBe(answered + failed + delivered + droppedTotal);
    expect(ask(made, 'backends').backends[0]?.health).toBe('healthy');
  });
});

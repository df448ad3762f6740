import { describe, expect } from 'vitest';
import type { ConfigJson, DocumentCommand, SceneDocument } from '../../../document/types.ts';
import type { Run } from '../../../run/run.ts';
import fixture from '../fixtures/lb-envoy-cloud.json' with { type: 'json' };
import type { Backend } from '../shared/backend.ts';
import { OVER_PROVISIONING } from '../shared/levels.ts';
import { type Check, holdAgainst } from '../shared/truth.test-support.ts';
import type { BalancerContext } from './context.ts';
import { spec } from './spec.ts';
import { ask, joins, observed, picksOf, run, scene } from './test-support.ts';

const CHECKED: ConfigJson = { checks: 'tcp', checkInterval: 100, fall: 1, rise: 1, maxFails: 0 };
const SECOND = 1_000_000;

function contextOf(made: Run): BalancerContext {
  return made.kernel.find('lb')?.main.instance.context as BalancerContext;
}

const first = (made: Run): Backend => contextOf(made).backends[0] as Backend;

/** A hundred primaries and, with a second share, as many backups, so many of each well. */
function levels(healthy: readonly number[], balancer: ConfigJson, requests: number): SceneDocument {
  const servers: Record<string, ConfigJson> = {};
  const commands: DocumentCommand[] = [];
  healthy.forEach((percent, at) => {
    for (let i = 0; i < 100; i++) {
      const id = `${'pb'[at]}${i}`;
      servers[id] = { backup: at === 1 };
      if (i >= percent) commands.push({ at: 0, do: 'crash', node: id });
    }
  });
  return scene({
    client: { limit: 1 },
    balancer: { ...CHECKED, startsAs: 'down', ...balancer },
    servers,
    commands: [...commands, joins(3000, 'more', { limit: requests, rate: 4000 })],
  });
}

const priorityLoad: Check = (given, expected) => {
  const requests = 20_000;
  const document = levels(
    given.healthyPercent,
    { spills: true, panicThreshold: (given.panicThreshold ?? 0) / 100 },
    requests,
  );
  const made = run(document, 3000);
  const [group] = contextOf(made).groups;
  if (expected.panic !== undefined) {
    expect([group?.primary.panics, group?.backup.panics]).toEqual(expected.panic);
  }
  const before = picksOf(made);
  made.runUntil(9 * SECOND);
  const got = { p: 0, b: 0 };
  for (const [id, picks] of Object.entries(picksOf(made))) {
    got[id[0] as 'p' | 'b'] += picks - (before[id] ?? 0);
  }
  expect(got.p + got.b).toBe(requests);
  expect(Math.abs((100 * got.p) / requests - expected.trafficPercent[0])).toBeLessThan(1);
};

/** Runs until the first backend has come back from its checks. */
function returned(balancer: ConfigJson, server: ConfigJson): Run {
  const made = run(
    scene({
      client: { limit: 1 },
      balancer: { ...CHECKED, panicThreshold: 0, ...balancer },
      servers: { a: { bootTime: 0, ...server }, b: {} },
      commands: [
        { at: 500, do: 'crash', node: 'a' },
        { at: 1000, do: 'restart', node: 'a' },
      ],
    }),
    1000,
  );
  expect(first(made).isUp).toBe(false);
  while (!first(made).isUp) made.step();
  return made;
}

const slowStart: Check = (given, expected) => {
  const made = returned(
    {
      slowStart: 1000 * given.windowSec,
      slowStartAggression: given.aggression,
    },
    { weight: given.weight },
  );
  made.runUntil(first(made).warmFrom + given.secondsSinceStart * SECOND);
  const now = ask(made, 'backends').backends[0]?.effectiveWeight;
  expect(now).toBeCloseTo(expected.effectiveWeight, 9);
};

/** Servers that answer nothing but errors, as far as they are asked. */
function failing(hosts: number, balancer: ConfigJson): SceneDocument {
  const servers: Record<string, ConfigJson> = {};
  for (let i = 0; i < hosts; i++) servers[`s${i}`] = { errorRate: 1 };
  return scene({
    client: { rate: 20 },
    balancer: { ejection: true, maxFails: 0, panicThreshold: 0, ...balancer },
    servers,
  });
}

const ejectionTime: Check = (given, expected) => {
  const document = failing(1, {
    ejectTime: 1000 * given.baseSec,
  });
  const made = run(document, 0);
  let since = -1;
  for (let ejected = 0; ejected < given.timesEjected; ejected++) {
    while (first(made).isUp) made.step();
    since = made.now;
    while (!first(made).isUp) made.step();
  }
  expect((made.now - since) / SECOND).toBe(expected.ejectedSec);
};

const maxEjected: Check = (given, expected) => {
  const made = run(failing(given.hosts, { ejectMost: given.maxEjectionPercent / 100 }), 20_000);
  const ejected = observed(made).backends.filter(({ health }) => health === 'ejected');
  expect(ejected).toHaveLength(expected.maxEjectable);
};

const checks: Record<string, Check> = {
  'priority-load': priorityLoad,
  panic: priorityLoad,
  'LE-027': (given, expected) => {
    const made = run(
      levels(given.healthyPercent, { panicThreshold: given.panicThreshold }, 10),
      4000,
    );
    expect([contextOf(made).groups[0]?.primary.panics]).toEqual(expected.panic);
    // Envoy answers 503; here the request is dropped for the same reason.
    expect(observed(made).refusals).toEqual({ 'no-healthy-backend': 10 + 1 });
  },
  'slow-start': slowStart,
  'LE-047': (_given, expected) => expect(spec.fields.ejectAfter.default).toBe(expected.value),
  'LE-049': (_given, expected) => expect(spec.fields.ejectTime.default).toBe(1000 * expected.value),
  'LE-061': (_given, expected) => {
    // Errors that began here, such as a refused connection, count like those of the server.
    const made = run(
      scene({
        balancer: { ejection: true, maxFails: 0 },
        servers: { a: {}, b: {} },
        commands: [{ at: 0, do: 'crash', node: 'a' }],
      }),
      3000,
    );
    expect(observed(made).backends[0]?.health === 'ejected').toBe(!expected.value);
  },
  'outlier-ejection-time': ejectionTime,
  'outlier-max-ejected': maxEjected,
  'LE-087': (_given, expected) => expect(100 * OVER_PROVISIONING).toBe(expected.value),
  'LE-097': (_given, expected) => expect(spec.fields.slowStart.default).toBe(expected.value),
  'LE-099': (_given, expected) => {
    const made = run(
      scene({
        client: { limit: 1 },
        balancer: { checks: 'tcp', startsAs: 'down', panicThreshold: 0 },
        servers: { a: {} },
      }),
      0,
    );
    expect(first(made).isUp).toBe(false);
    while (!first(made).isUp) made.step();
    expect(ask(made, 'backends').backends[0]?.check?.passes).toBe(expected.healthyAfterChecks);
  },
  'LE-101': (_given, expected) => {
    const a = { service: { dist: 'constant', value: 1000 } };
    const made = run(
      scene({
        client: { limit: 30 },
        balancer: { checks: 'tcp' },
        servers: { a, b: {} },
        commands: [{ at: 2000, do: 'set', node: 'a', config: { ...a, weight: 0 } }],
      }),
      2000,
    );
    const before = observed(made).backends[0];
    expect(before?.active).toBeGreaterThan(0);
    made.runUntil(5 * SECOND);
    expect(ask(made, 'backends').backends[0]?.check?.verdict).toBe(expected.state);
    expect(picksOf(made).a === before?.picks).toBe(!expected.newRequests);
    const { answered } = made.kernel.world.counts;
    // Thirty, and the balancer's own message for each, and the checks.
    expect(answered === 60).toBe(expected.inFlightFinish);
  },
  'LE-107': (_given, expected) => expect(spec.fields.fall.default).toBe(expected.value),
};

describe('Envoy and clouds', () => holdAgainst(fixture.cases, checks));

import { describe, expect, it } from 'vitest';
import type { ConfigJson, DocumentCommand } from '../../../document/types.ts';
import { measure, nodeOf, type SceneParts, seen } from '../../shared/scene.test-support.ts';
import type { ServerObservation } from './spec.ts';

const exactly = (value: number) => ({ dist: 'constant', value });

/** One client that sends evenly, one server. */
function scene(
  client: ConfigJson,
  server: ConfigJson,
  commands: DocumentCommand[] = [],
): SceneParts {
  return {
    nodes: {
      web: ['client', { pattern: 'constant', rate: 10, ...client }],
      s: ['server', { slots: 1, service: exactly(50), ...server }],
    },
    edges: ['web>s'],
    commands,
  };
}

const server = (parts: SceneParts, millis: number) => {
  const summary = measure(parts, millis);
  return { summary, node: nodeOf(summary, 's'), now: seen<ServerObservation>(summary, 's') };
};

describe('a server', () => {
  it('serves as many at a time as it has slots, lets others wait, and turns away the rest', () => {
    // Ten come within 10 ms; each takes a second.
    const { summary, now } = server(
      scene({ rate: 1000, limit: 10 }, { slots: 3, queueLimit: 4, service: exactly(1000) }),
      500,
    );
    expect(now).toMatchObject({ busy: 3, waiting: 4, state: 'up.saturated', answered: 0 });
    expect(summary.messages.dropped).toEqual({ 'queue-full': 3 });
  });

  it('is saturated from the moment that half of the places to wait are taken', () => {
    const stateAfter = (limit: number) =>
      server(scene({ rate: 1000, limit }, { slots: 1, queueLimit: 4, service: exactly(900) }), 100)
        .now.state;
    expect([1, 2, 3, 4].map(stateAfter)).toEqual([
      'up.busy',
      'up.busy',
      'up.saturated',
      'up.saturated',
    ]);
    const later = server(
      scene({ rate: 1000, limit: 3 }, { queueLimit: 4, service: exactly(900) }),
      950,
    );
    expect(later.now.state).toBe('up.busy');
  });

  it.each([
    // Three come at 1, 2 and 3 ms; each takes 100 ms. Their response times in the order of leaving:
    ['fifo', [100, 199, 298]],
    ['lifo', [100, 198, 299]],
  ])('serves %s', (discipline, expected) => {
    const config = { discipline, service: exactly(100) };
    const sums = [150, 250, 350].map((millis) => {
      const { node } = server(scene({ rate: 1000, limit: 3 }, config), millis);
      return (node.responseMs.mean ?? 0) * node.throughputPerSecond! * (millis / 1000);
    });
    const times = sums.map((sum, i) => Math.round(sum - (sums[i - 1] ?? 0)));
    expect(times).toEqual(expected);
  });

  it('shares its slots among all under processor sharing', () => {
    // Two come at 100 and 200 ms and need 300 ms each: the first is done at 600, the second at 700.
    const config = { discipline: 'processor-sharing', service: exactly(300) };
    const answered = (millis: number) => server(scene({ limit: 2 }, config), millis).now.answered;
    expect([599, 601, 699, 701].map(answered)).toEqual([0, 1, 1, 2]);
    const twoCores = { ...config, slots: 2 };
    const quick = (millis: number) => server(scene({ limit: 2 }, twoCores), millis).now.answered;
    expect([399, 401, 499, 501].map(quick)).toEqual([0, 1, 1, 2]);
  });

  it.each(['fifo', 'processor-sharing'])(
    'slowed down, %s, takes longer for what it serves',
    (discipline) => {
      // Begun at 100 ms, half done at 200, the other half takes four times as long.
      const parts = scene({ limit: 1 }, { discipline, service: exactly(200) }, [
        { do: 'slow', node: 's', factor: 4, at: 200 },
      ]);
      expect(server(parts, 599).now).toMatchObject({ answered: 0, slowdown: 4 });
      expect(server(parts, 601).now.answered).toBe(1);
    },
  );

  it('loses what it holds when it crashes, refuses while down and booting, then serves again', () => {
    const parts = scene({ timeout: 0 }, { service: exactly(250), bootTime: 500 }, [
      { do: 'crash', node: 's', at: 430 },
      { do: 'restart', node: 's', at: 730 },
    ]);
    const down = server(parts, 720);
    // Of those at 100, 200, 300 and 400 ms one was answered; those at 500 to 700 find the port
    // closed.
    expect(down.now).toMatchObject({ state: 'down', answered: 1, busy: 0, waiting: 0 });
    expect(down.summary.messages.dropped).toEqual({
      'connection-reset': 3,
      'connection-refused': 3,
    });
    expect(server(parts, 1200).now.state).toBe('starting');
    expect(server(parts, 1600).now).toMatchObject({ state: 'up.busy', answered: 2 });
  });

  it('drained finishes what it holds, lets nobody else in, and goes down', () => {
    // Not 250 ms: an answer would leave as the next request does, which would meet a connection
    // being closed.
    const parts = scene({}, { service: exactly(240) }, [{ do: 'drain', node: 's', at: 430 }]);
    const draining = server(parts, 720);
    expect(draining.now).toMatchObject({ state: 'draining', answered: 2, waiting: 1 });
    const { summary, now } = server(parts, 2000);
    expect(now).toMatchObject({ state: 'down', answered: 4 });
    expect(Object.keys(summary.messages.dropped)).toEqual(['connection-refused']);
  });

  it('drained cuts off what takes too long', () => {
    const parts = scene({ limit: 1 }, { service: exactly(5000), drainTimeout: 1000 }, [
      { do: 'drain', node: 's', at: 200 },
    ]);
    expect(server(parts, 1190).now.state).toBe('draining');
    const { summary, now } = server(parts, 1210);
    expect(now.state).toBe('down');
    expect(summary.messages.dropped).toEqual({ 'connection-reset': 1 });
  });

  it('answers its error rate with failures, and a fault may raise it until it restarts', () => {
    const parts = scene({ rate: 100 }, { errorRate: 0.2, service: exactly(1), bootTime: 0 }, [
      { do: 'errors', node: 's', rate: 1, at: 20_000 },
      { do: 'crash', node: 's', at: 30_000 },
      { do: 'restart', node: 's', at: 30_001 },
    ]);
    const before = server(parts, 20_000).now;
    expect(before.failed / 2000).toBeCloseTo(0.2, 1);
    const after = server(parts, 30_000).now;
    expect(after.failed - before.failed).toBeGreaterThan(990);
    expect(server(parts, 31_000).now.errorRate).toBe(0.2);
  });

  it('is as quick as ever after a restart', () => {
    const parts = scene({}, { bootTime: 0 }, [
      { do: 'slow', node: 's', factor: 4, at: 100 },
      { do: 'crash', node: 's', at: 200 },
      { do: 'restart', node: 's', at: 300 },
    ]);
    expect(server(parts, 150).now.slowdown).toBe(4);
    expect(server(parts, 350).now.slowdown).toBe(1);
  });

  it('placed later boots first', () => {
    const parts: SceneParts = {
      nodes: {},
      edges: [],
      commands: [
        {
          do: 'add',
          nodes: [{ id: 's', kind: 'server', at: [0, 0], config: { bootTime: 300 } }],
          at: 500,
        },
      ],
    };
    expect(server(parts, 799).now.state).toBe('starting');
    expect(server(parts, 801).now.state).toBe('up.idle');
  });

  it('fails and is repaired by chance, so that its availability is what the means say', () => {
    const parts: SceneParts = {
      nodes: { s: ['server', { mtbf: 3000, mttr: 1000, bootTime: 0 }] },
      edges: [],
    };
    let up = 0;
    const moments = 400;
    for (let seed = 1; seed <= moments; seed++) {
      if (server({ ...parts, seed }, 20_000).now.state.startsWith('up')) up++;
    }
    // Three quarters; the standard deviation of 400 trials is 2 %.
    expect(Math.abs(up / moments - 0.75)).toBeLessThan(0.07);
  });

  it('takes new slots at once, and gives them up as they become free', () => {
    const config = { slots: 1, service: exactly(1000) };
    const parts = scene({ rate: 1000, limit: 6 }, config, [
      { do: 'set', node: 's', config: { ...config, slots: 4 }, at: 100 },
      { do: 'set', node: 's', config: { ...config, slots: 2 }, at: 200 },
    ]);
    expect(server(parts, 150).now).toMatchObject({ busy: 4, waiting: 2 });
    expect(server(parts, 1050).now).toMatchObject({ answered: 1, busy: 2 });
    expect(server(parts, 1150).now).toMatchObject({ answered: 4, busy: 2, waiting: 0 });
  });

  it('serves in vain a request whose sender has given up', () => {
    const { summary, now } = server(
      scene({ timeout: 100, limit: 1 }, { service: exactly(300) }),
      500,
    );
    expect(summary.messages.dropped).toEqual({ timeout: 1 });
    expect(now.answered).toBe(1);
  });
});

import { describe, expect, it } from 'vitest';
import type { ConfigJson, DocumentCommand } from '../../../document/types.ts';
import { compileDistribution } from '../../../lib/distribution.ts';
import { nodeAnswer } from '../../../run/inspect.ts';
import type { Run } from '../../../run/run.ts';
import type { Sim } from '../../../sim/sim.ts';
import type { Message } from '../../../sim/types.ts';
import { CONTENT, fakeConnection, fakeLink, fakeSim } from '../../shared/fake-sim.test-support.ts';
import { measure, runScene, type SceneParts, seen } from '../../shared/scene.test-support.ts';
import { changeIn, changeOf } from './changes.ts';
import {
  CHANGES_KEPT,
  createPrimary,
  feedReady,
  followLinks,
  openFeeds,
  replicate,
} from './feeds.ts';
import type { DatabaseAnswers } from './observation.ts';
import { createReplica, greetingFor, receiveChange } from './replica.ts';
import type { DatabaseObservation } from './spec.ts';

const exactly = (value: number) => ({ dist: 'constant', value });

/**
 * Twenty writes a second at the primary, fifty reads a second at the replica; no time passes on any
 * line.
 */
function scene(commands: DocumentCommand[], rates = { writes: 20, reads: 50 }): SceneParts {
  const quick = { readTime: exactly(1), writeTime: exactly(1), bootTime: 100 };
  return {
    nodes: {
      writer: ['client', { pattern: 'constant', rate: rates.writes, writes: 1, timeout: 0 }],
      p: ['database', quick],
      r: ['database', { ...quick, role: 'replica', replicationDelay: exactly(0) }],
      reader: ['client', { pattern: 'constant', rate: rates.reads, timeout: 0 }],
    },
    edges: ['writer>p', 'p>r', 'reader>r'],
    commands,
  };
}

const see = (parts: SceneParts, millis: number, id = 'r') =>
  seen<DatabaseObservation>(measure(parts, millis), id);

/** What the primary answers to its panel. */
const panelOf = (run: Run) =>
  nodeAnswer(run, 'p', { about: 'replicas' }) as DatabaseAnswers['replicas'];

describe('the lag of a replica', () => {
  it('grows with time behind a cut line, and every read is stale, though the replica believes to be in sync', () => {
    const parts = scene([{ do: 'cut', edge: 'p>r', at: 10_000 }]);
    const [before, early, late] = [10_000, 20_000, 40_000].map((at) => see(parts, at));
    expect(before).toMatchObject({ lagMs: 0, behind: 0, staleReads: 0 });
    expect(early).toMatchObject({ believedLagMs: 0, believedBehind: 0, behind: 200 });
    expect(late).toMatchObject({ believedLagMs: 0, believedBehind: 0, behind: 600 });
    // The oldest missing write came within 50 ms of the cut.
    expect(Math.abs((early?.lagMs ?? 0) - 9975)).toBeLessThan(26);
    expect(Math.abs((late?.lagMs ?? 0) - 29_975)).toBeLessThan(26);
    // 1500 reads since the cut; those before the first missing write are fresh.
    expect(late?.staleReads).toBeGreaterThanOrEqual(1496);
  });

  it('is seen behind a line that has been cut from the start', () => {
    const replica = see(scene([{ do: 'cut', edge: 'p>r', at: 0 }]), 40_000);
    expect(replica).toMatchObject({ behind: 799, believedBehind: 0 });
    expect(replica.lagMs).toBeGreaterThan(39_900);
  });

  it('is that of the line, too: over two seconds nearly every read is stale', () => {
    const parts = scene([{ do: 'delay', edge: 'p>r', by: 2000, at: 0 }]);
    const replica = see(parts, 40_000);
    // 1999 reads, of which only those before the first write are fresh.
    expect(replica.staleReads).toBeGreaterThan(1990);
    expect(replica).toMatchObject({ behind: 40, believedBehind: 0, believedLagMs: 0 });
    expect(Math.abs(replica.lagMs - 1975)).toBeLessThan(26);
  });

  it('ends by itself once a line is whole again: all changes come, and reads are fresh', () => {
    const parts = scene([
      { do: 'cut', edge: 'p>r', at: 10_000 },
      { do: 'heal', edge: 'p>r', at: 40_000 },
    ]);
    // Sent again at last 51.2 s after the first time.
    const [healed, later] = [62_000, 70_000].map((at) => see(parts, at));
    expect(healed).toMatchObject({ lagMs: 0, behind: 0, missed: 0 });
    expect(later?.applied).toBe(see(parts, 70_000, 'p').committed);
    expect(later?.staleReads).toBe(healed?.staleReads);
  });

  it('is seen from the primary, too', () => {
    const parts = scene([{ do: 'cut', edge: 'p>r', at: 10_000 }]);
    const { rows } = panelOf(runScene(parts, 40_000));
    expect(rows).toMatchObject([{ state: 'open', behind: 600, unsent: 0 }]);
    expect(rows[0]?.lagMs).toBeCloseTo(see(parts, 40_000).lagMs, 3);
  });

  it('does not concern a replica that was made a primary', () => {
    const parts = scene([
      { do: 'cut', edge: 'p>r', at: 10_000 },
      { do: 'set', node: 'r', config: { role: 'primary' }, at: 20_000 },
    ]);
    const promoted = see(parts, 30_000);
    expect(promoted).toMatchObject({ lagMs: 0, behind: 0 });
    expect(promoted.staleReads).toBeLessThan(501);
  });
});

describe('a feed', () => {
  it('is opened again when its connection was given up, and goes on where the replica stands', () => {
    const commands: DocumentCommand[] = [
      { do: 'cut', edge: 'p>r', at: 10_000 },
      { do: 'heal', edge: 'p>r', at: 1_200_000 },
    ];
    const parts = scene(commands, { writes: 2, reads: 1 });
    // Sending is given up after some 15 minutes; then each attempt to connect is after 131 s.
    const cut = see(parts, 1_199_000, 'p');
    expect(cut.unsent).toBeGreaterThan(200);
    const healed = see(parts, 1_300_000);
    expect(healed).toMatchObject({ lagMs: 0, behind: 0, missed: 0 });
    expect(healed.applied).toBe(see(parts, 1_300_000, 'p').committed);
  });

  it('comes about over a line that is slower than the time between two attempts', () => {
    const parts: SceneParts = {
      ...scene([]),
      edge: { latency: { dist: 'constant', value: 6000 } },
    };
    expect(see(parts, 60_000).applied).toBeGreaterThan(200);
  });

  it('is found lost by whoever sends on it, when a crash could not be told', () => {
    const parts = scene([
      { do: 'cut', edge: 'p>r', at: 10_000 },
      { do: 'crash', node: 'r', at: 11_000 },
      { do: 'restart', node: 'r', at: 12_000 },
      { do: 'heal', edge: 'p>r', at: 14_000 },
    ]);
    expect(see(parts, 40_000)).toMatchObject({ lagMs: 0, behind: 0, missed: 0 });
  });

  it('takes the place of the one before, which a replica could not see end', () => {
    const commands: DocumentCommand[] = [];
    // Each time the primary's last word is lost.
    for (let at = 10_000; at < 60_000; at += 10_000) {
      commands.push({ do: 'cut', edge: 'p>r', at });
      commands.push({ do: 'crash', node: 'p', at: at + 100 });
      commands.push({ do: 'restart', node: 'p', at: at + 200 });
      commands.push({ do: 'heal', edge: 'p>r', at: at + 300 });
    }
    const parts = scene(commands);
    expect(see(parts, 70_000).connections).toBe(see(parts, 9000).connections);
    const limited = { ...parts, nodes: { ...parts.nodes } };
    const [kind, config] = parts.nodes.r as [string, ConfigJson];
    limited.nodes.r = [kind, { ...config, connectionLimit: see(parts, 9000).connections }];
    expect(see(limited, 70_000)).toMatchObject({ lagMs: 0, behind: 0 });
  });

  it('ends when its primary becomes a replica', () => {
    const parts = scene([{ do: 'set', node: 'p', config: { role: 'replica' }, at: 10_000 }]);
    const { rows } = panelOf(runScene(parts, 11_000));
    expect(rows).toMatchObject([{ state: 'closed' }]);
    expect(see(parts, 30_000)).toMatchObject({ lagMs: 0, behind: 0, staleReads: 0 });
  });

  it('does not keep a drained replica from going down, cut off or not', () => {
    const parts = scene([
      { do: 'cut', edge: 'p>r', at: 10_000 },
      { do: 'drain', node: 'r', at: 11_000 },
    ]);
    expect(see(parts, 11_500).state).toBe('down');
  });
});

describe('the figures over time', () => {
  const figure = (parts: SceneParts, millis: number, id: string, warmUp = 0) =>
    measure(parts, millis, warmUp).nodes[id]?.series;

  it('count what was sent to each replica', () => {
    const parts = scene([]);
    const { committed } = see(parts, 10_000, 'p');
    expect(figure(parts, 10_000, 'p')?.sent).toMatchObject({ keys: { r: { total: committed } } });
    expect(Object.keys(figure(parts, 10_000, 'r') ?? {})).toEqual(['unapplied']);
  });

  it('tell how many changes wait for a replica that cannot be reached', () => {
    const parts = scene([
      { do: 'crash', node: 'r', at: 10_000 },
      { do: 'restart', node: 'r', at: 20_000 },
    ]);
    // The write of each 50 ms is committed a millisecond later: the wait grows from 1 to 100.
    const mean = (0.05 * ((100 * 101) / 2)) / 5;
    expect(figure(parts, 15_000.999, 'p', 10_000)?.unsent).toMatchObject({
      keys: { r: { last: 100, mean: expect.closeTo(mean, 1) } },
    });
    for (const at of [12_345, 19_000, 31_000]) {
      const { unsent } = see(parts, at, 'p');
      expect(figure(parts, at, 'p')?.unsent).toMatchObject({ keys: { r: { last: unsent } } });
    }
  });

  it('tell how many changes a replica has still to apply, none once it is down', () => {
    const { nodes, ...rest } = scene([{ do: 'crash', node: 'r', at: 10_000 }]);
    const [kind, config] = nodes.r as [string, ConfigJson];
    const slow = {
      ...rest,
      nodes: { ...nodes, r: [kind, { ...config, replicationDelay: exactly(100) }] as const },
    };
    // Twenty come in a second, ten are applied.
    expect(figure(slow, 9_000, 'r')?.unapplied).toMatchObject({
      last: see(slow, 9_000).believedBehind,
    });
    expect(see(slow, 9_000).believedBehind).toBeGreaterThan(85);
    expect(figure(slow, 10_000, 'r')?.unapplied).toMatchObject({ last: 0 });
  });
});

describe('changes that were not kept', () => {
  it('begin after the last 100,000, and the feed goes on from there', () => {
    const sent: Message[] = [];
    const sim = Object.assign(fakeSim({ now: 0 }), {
      send: (message: Message): void => {
        sent.push(message);
      },
      schedule: () => 1,
      cancel: () => {},
    }) as Sim;
    const primary = createPrimary(true, sim);
    followLinks(primary, [fakeLink(0)], sim);
    openFeeds(primary, sim);
    for (let i = 0; i < CHANGES_KEPT + 5; i++) replicate(primary, CONTENT, sim);
    expect(sent).toEqual([]);
    const connection = Object.assign(primary.feeds[0]?.connection as object, {
      state: 'open',
      greeting: { received: 2 },
    });
    feedReady(primary, connection as never, sim);
    expect(sent.map((message) => changeIn(message).sequence).slice(0, 2)).toEqual([6, 7]);
    expect(sent).toHaveLength(CHANGES_KEPT);
  });

  it('are counted by the replica, which says so and goes on', () => {
    const infos: string[] = [];
    const sim = Object.assign(fakeSim({ now: 0 }), {
      info: (text: string): void => {
        infos.push(text);
      },
      schedule: () => 1,
    }) as unknown as Sim;
    const replica = createReplica(compileDistribution({ dist: 'constant', value: 1 }), sim);
    const arrive = (sequence: number) =>
      receiveChange(replica, sim.create(changeOf(CONTENT, sequence, 0), { oneWay: true }), 1, sim);
    arrive(1);
    arrive(2);
    arrive(6);
    expect(replica.missed).toBe(3);
    expect(infos).toEqual([expect.stringContaining('3 changes are missing')]);
    const fromPrimary = fakeConnection(1, { peer: sim.self });
    expect(greetingFor(replica, fromPrimary)).toEqual({ received: 6 });
    expect(greetingFor(replica, fakeConnection(2))).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import type { ConfigJson, DocumentCommand, EdgeConfig } from '../../../document/types.ts';
import { nodeAnswer } from '../../../run/inspect.ts';
import type { Run } from '../../../run/run.ts';
import { measure, runScene, type SceneParts, seen } from '../../shared/scene.test-support.ts';
import type { DatabaseAnswers } from './observation.ts';
import type { DatabaseObservation } from './spec.ts';

const exactly = (value: number) => ({ dist: 'constant', value });
const quick = { readTime: exactly(1), writeTime: exactly(1) };

/**
 * Somebody writes to the primary evenly and somebody reads from the replica at random, each 100
 * times a second.
 */
function scene(
  replica: ConfigJson,
  commands: DocumentCommand[] = [],
  edge: EdgeConfig = {},
): SceneParts {
  return {
    nodes: {
      writer: ['client', { pattern: 'constant', rate: 100, writes: 1 }],
      reader: ['client', { rate: 100 }],
      p: ['database', { ...quick }],
      r: ['database', { ...quick, role: 'replica', replicationDelay: exactly(1), ...replica }],
    },
    edges: ['writer>p', 'reader>r', 'p>r'],
    edge,
    commands,
  };
}

const see = (parts: SceneParts, millis: number, id: string) =>
  seen<DatabaseObservation>(measure(parts, millis), id);

/** What the primary answers to its panel. */
const panelOf = (run: Run) =>
  nodeAnswer(run, 'p', { about: 'replicas' }) as DatabaseAnswers['replicas'];

describe('a database', () => {
  it('takes the read time for reads and the write time for writes', () => {
    const parts = (writes: number): SceneParts => ({
      nodes: {
        web: ['client', { pattern: 'constant', rate: 1, limit: 1, writes }],
        p: ['database', { readTime: exactly(100), writeTime: exactly(300) }],
      },
      edges: ['web>p'],
    });
    const answered = (writes: number, millis: number) => see(parts(writes), millis, 'p').answered;
    expect([answered(0, 1099), answered(0, 1101)]).toEqual([0, 1]);
    expect([answered(1, 1299), answered(1, 1301)]).toEqual([0, 1]);
  });

  it('refuses connections beyond its limit', () => {
    const parts: SceneParts = {
      nodes: {
        web: ['client', { pattern: 'constant', rate: 1000, limit: 8 }],
        p: ['database', { readTime: exactly(1000), connectionLimit: 5 }],
      },
      edges: ['web>p'],
    };
    expect(measure(parts, 500).messages.dropped).toEqual({ 'connection-refused': 3 });
  });
});

describe('replication', () => {
  it('brings every committed write to the replica', () => {
    const parts = scene({}, [{ do: 'drain', node: 'writer', at: 2000 }]);
    const primary = see(parts, 3000, 'p');
    expect(primary.committed).toBeGreaterThan(190);
    expect(see(parts, 3000, 'r')).toMatchObject({
      applied: primary.committed,
      behind: 0,
      lagMs: 0,
    });
  });

  it('lets a replica fall behind that applies more slowly than the primary writes', () => {
    // 100 writes a second, 50 applied: after 10 s about 500 are behind, the oldest from half the
    // time ago.
    const replica = see(scene({ replicationDelay: exactly(20) }), 10_000, 'r');
    expect(replica.behind).toBeGreaterThan(490);
    expect(replica.behind).toBeLessThan(510);
    expect(Math.abs(replica.lagMs - 5000)).toBeLessThan(50);
    expect(replica.staleReads).toBeGreaterThan(900);
  });

  it('leaves reads fresh while nothing is behind', () => {
    const parts = scene({ replicationDelay: exactly(0) });
    expect(see(parts, 5000, 'r')).toMatchObject({ staleReads: 0, refusedWrites: 0 });
  });

  it('stays read only: a replica answers writes with 405', () => {
    const parts = scene({});
    const writing: SceneParts = { ...parts, edges: ['writer>r', 'p>r'] };
    const summary = measure(writing, 1005);
    expect(summary.messages.failed).toBe(100);
    expect(seen<DatabaseObservation>(summary, 'r')).toMatchObject({
      refusedWrites: 100,
      applied: 0,
    });
  });

  it('continues after a crash of the replica without losing a change', () => {
    // At 8 s it has changes that it did not get to apply: they go with it, and must come again.
    const parts = scene(
      { replicationDelay: exactly(15), bootTime: 100 },
      [
        { do: 'crash', node: 'r', at: 8003 },
        { do: 'restart', node: 'r', at: 9000 },
        { do: 'drain', node: 'writer', at: 12_000 },
      ],
      { latency: { dist: 'constant', value: 3 } },
    );
    expect(see(parts, 8000, 'r').behind).toBeGreaterThan(100);
    expect(see(parts, 9900, 'p').unsent).toBeGreaterThan(180);
    const primary = see(parts, 40_000, 'p');
    expect(primary.unsent).toBe(0);
    expect(see(parts, 40_000, 'r').applied).toBe(primary.committed);
  });

  it('continues after a crash of the primary', () => {
    const parts = scene({}, [
      { do: 'crash', node: 'p', at: 1003 },
      { do: 'restart', node: 'p', at: 2000 },
      { do: 'drain', node: 'writer', at: 20_000 },
    ]);
    const primary = see(parts, 30_000, 'p');
    expect(primary.committed).toBeGreaterThan(1000);
    expect(see(parts, 30_000, 'r').applied).toBe(primary.committed);
  });

  it('shows each replica and whether it is reached', () => {
    const run = runScene(scene({}, [{ do: 'crash', node: 'r', at: 1000 }]), 1500);
    const { rows } = panelOf(run);
    expect(rows).toMatchObject([{ name: 'Database', state: 'closed' }]);
    expect(rows[0]?.unsent).toBeGreaterThan(40);
  });

  it('promotes a replica when its role is changed', () => {
    const parts: SceneParts = {
      ...scene({}, [{ do: 'set', node: 'r', config: { role: 'primary' }, at: 1000 }]),
      edges: ['writer>r'],
    };
    const summary = measure(parts, 2005);
    expect(seen<DatabaseObservation>(summary, 'r')).toMatchObject({
      role: 'primary',
      committed: 100,
    });
  });
});

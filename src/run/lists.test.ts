import { describe, expect, test } from 'vitest';
import type { DocumentCommand, SceneDocument } from '../document/types.ts';
import { kinds } from '../kinds/kinds.ts';
import { answerOf, incident } from './answers.test-support.ts';
import { log } from './log.ts';
import { Moments } from './moments.ts';
import type { LogFilter, LogPage } from './report-types.ts';
import { requests } from './requests.ts';
import { Run } from './run.ts';
import { strip } from './strip.ts';

const SECOND = 1_000_000;
const ALL: LogFilter = { kinds: [], nodes: null, text: '' };

function runOf(document: SceneDocument, until: number): Run {
  const run = new Run(document, kinds);
  run.runUntil(until);
  return run;
}

function withCommands(name: string, commands: DocumentCommand[]): SceneDocument {
  return { ...incident(name), commands };
}

function page(run: Run, filter: Partial<LogFilter>, from = 0, count = 1_000_000): LogPage {
  return answerOf(log(run, { filter: { ...ALL, ...filter }, from, count }));
}

describe('the requests worth a look', () => {
  test('are the slowest first, and the latest failures first, twenty of each', () => {
    const run = runOf(incident('slow'), 6 * SECOND);
    const { slowest, failed } = answerOf(requests(run));
    expect([slowest.length, failed.length]).toEqual([20, 20]);
    expect(slowest.map(({ took }) => took)).toEqual(
      slowest.map(({ took }) => took).sort((a, b) => b - a),
    );
    expect(slowest[0]?.took).toBe(300_000);
    const ends = failed.map(({ at, took }) => at + took);
    expect(ends).toEqual([...ends].sort((a, b) => b - a));
    expect(failed[0]?.failure).toMatch(/^timed out at web after 300 ms$|^answered 503$/);
  });

  test('are those of the last minute, and none sent on behalf of another', () => {
    const run = runOf(withCommands('slow', []), 70 * SECOND);
    const { slowest, failed } = answerOf(requests(run));
    expect(failed).toEqual([]);
    expect(Math.min(...slowest.map(({ at }) => at))).toBeGreaterThan(9 * SECOND);
    expect(new Set(slowest.map(({ words }) => words))).toEqual(new Set(['GET / from web']));
  });

  test('reach further back where little happened', () => {
    const document = withCommands('slow', []);
    for (const node of document.nodes) {
      if (node.id === 'web') node.config = { ...node.config, limit: 30 };
    }
    const { slowest } = answerOf(requests(runOf(document, 30 * 86_400 * SECOND)));
    expect(slowest.length).toBe(20);
  });

  test('count one that is still under way by how long it has taken so far', () => {
    const document = withCommands('slow', [{ at: 3000, do: 'hang', node: 's1' }]);
    for (const node of document.nodes) {
      if (node.id === 'web') node.config = { ...node.config, timeout: 0 };
    }
    const [longest] = answerOf(requests(runOf(document, 5 * SECOND))).slowest;
    expect(longest).toMatchObject({ outcome: 'in-flight', failure: null });
    expect((longest?.at ?? 0) + (longest?.took ?? 0)).toBe(5 * SECOND);
  });
});

describe('the event log', () => {
  const run = runOf(incident('crash'), 6 * SECOND);

  test('tells ends, states and commands in order of time', () => {
    const { total, rows, heldFrom } = page(run, {});
    const { counts } = run.kernel.world;
    expect([heldFrom, rows.length]).toEqual([0, total]);
    expect(rows.map(({ index }) => index)).toEqual(rows.map((_, index) => index));
    expect(rows.map(({ at }) => at)).toEqual(rows.map(({ at }) => at).sort((a, b) => a - b));
    const ofKind = (kind: string) => rows.filter((row) => row.kind === kind);
    expect(ofKind('failed').map(({ words }) => words)).toEqual(['POST / from web: answered 502']);
    // The balancer's own messages are part of those they serve.
    expect(ofKind('answered').length).toBeLessThan(counts.answered * 0.6);
    expect(ofKind('answered')[0]?.words).toBe('POST / from web: answered after 100 ms');
    const around = rows.filter(({ at, kind }) => at === 3 * SECOND && kind !== 'answered');
    expect(around.map(({ kind, node, words }) => [kind, node, words])).toEqual([
      ['command', 's1', 'Crash s1'],
      ['state', 's1', 's1: busy → down'],
    ]);
    expect(ofKind('state').map(({ words }) => words)).toContain(
      's1 at balancer: healthy → unhealthy',
    );
  });

  test('a page is a part of all that passes the filter', () => {
    const whole = page(run, { kinds: ['answered'] });
    const part = page(run, { kinds: ['answered'] }, 100, 20);
    expect(part.total).toBe(whole.total);
    expect(part.rows).toEqual(whole.rows.slice(100, 120));
  });

  test('is filtered by kind, by node, and by text whatever the case', () => {
    const rows = (filter: Partial<LogFilter>) => page(run, filter).rows;
    expect(new Set(rows({ kinds: ['state', 'failed'] }).map(({ kind }) => kind))).toEqual(
      new Set(['state', 'failed']),
    );
    expect(new Set(rows({ nodes: ['s1'] }).map(({ node }) => node))).toEqual(new Set(['s1']));
    expect(rows({ text: 'CRASH' }).map(({ words }) => words)).toEqual(['Crash s1']);
    expect(page(run, { text: 'answered 502' }).total).toBe(1);
  });

  test('says which commands were skipped, and why; and says nothing of those to come', () => {
    const document = withCommands('crash', [
      { at: 1000, do: 'crash', node: 's9' },
      { at: 2000, do: 'crash', node: 's2' },
      { at: 9000, do: 'crash', node: 's1' },
    ]);
    const words = page(runOf(document, 3 * SECOND), { kinds: ['command'] }).rows.map(
      (row) => row.words,
    );
    expect(words).toEqual([expect.stringMatching(/^Skipped: Crash s9\. ./), 'Crash s2']);
  });

  test('speaks of the diagram as it is, whatever was asked of an older one', () => {
    const slow: DocumentCommand = { at: 1000, do: 'slow', node: 's1', factor: 2 };
    const crash: DocumentCommand = { at: 2000, do: 'crash', node: 's1' };
    const document = withCommands('slow', [slow, crash]);
    const run = runOf(document, 3 * SECOND);
    const commands = () => page(run, { kinds: ['command'] }).rows.map(({ words }) => words);
    expect(commands()).toEqual(['Slow s1 ×2', 'Crash s1']);
    const nodes = document.nodes.map((node) =>
      node.id === 's1' ? { ...node, name: 'Desk' } : node,
    );
    run.update({ ...document, nodes });
    expect(commands()).toEqual(['Slow Desk ×2', 'Crash Desk']);
    run.update({ ...document, commands: [{ at: 500, do: 'remove', nodes: ['s1'] }, slow, crash] });
    run.seek(3 * SECOND);
    expect(commands().slice(1)).toEqual([
      expect.stringMatching(/^Skipped: Slow s1 ×2\./),
      expect.stringMatching(/^Skipped: Crash s1\./),
    ]);
  });

  test('tells where conditions to stop at came true', () => {
    const document: SceneDocument = {
      ...incident('crash'),
      conditions: [{ state: 'down', node: 's1' }],
    };
    const stopped = runOf(document, 6 * SECOND);
    expect(stopped.now).toBe(3 * SECOND);
    expect(page(stopped, { kinds: ['stop'] }).rows).toMatchObject([
      { at: 3 * SECOND, kind: 'stop', words: 's1 is now down' },
    ]);
  });

  test('says from when on everything is held', () => {
    const document = incident('slow');
    const [web] = document.nodes;
    if (web !== undefined) web.config = { ...web.config, rate: 800 };
    const long = runOf(document, 40 * SECOND);
    const { heldFrom, rows } = page(long, { kinds: ['answered', 'failed'] }, 0, 1);
    expect(heldFrom).toBeGreaterThan(SECOND);
    expect(page(long, { kinds: ['command'] }).heldFrom).toBe(0);
    expect(rows[0]?.at).toBeGreaterThanOrEqual(heldFrom);
  });
});

describe('the states of a node over time', () => {
  test('follow each other without a gap, the node itself first', () => {
    const document = withCommands('crash', [
      { at: 3000, do: 'crash', node: 's1' },
      { at: 4000, do: 'restart', node: 's1' },
    ]);
    const run = runOf(document, 6 * SECOND);
    const [own, ...others] = strip(run, { node: 's1', from: 2 * SECOND, to: 9 * SECOND }).lines;
    expect(others).toEqual([]);
    const segments = own?.segments ?? [];
    expect(segments[0]?.from).toBe(2 * SECOND);
    expect(segments.at(-1)?.to).toBe(6 * SECOND);
    expect(segments.slice(1).map(({ from }) => from)).toEqual(
      segments.slice(0, -1).map(({ to }) => to),
    );
    const down = segments.filter(({ tone }) => tone !== 'normal');
    expect(down.map(({ state, tone, from }) => [state, tone, from])).toEqual([
      ['down', 'down', 3 * SECOND],
      ['starting', 'starting', 4 * SECOND],
    ]);
  });

  test('tell what a balancer thinks of each backend', () => {
    const run = runOf(incident('crash'), 6 * SECOND);
    const { lines } = strip(run, { node: 'lb', from: 0, to: 6 * SECOND });
    expect(lines.map(({ machine, key }) => [machine, key])).toEqual([
      ['l7', ''],
      ['backend', 's1'],
      ['backend', 's2'],
      ['backend', 's3'],
    ]);
    expect(lines[1]?.segments.map(({ state, tone }) => [state, tone])).toEqual([
      ['healthy', 'normal'],
      ['unhealthy', 'down'],
    ]);
    expect(lines[2]?.segments).toEqual([
      { from: 0, to: 6 * SECOND, state: 'healthy', tone: 'normal' },
    ]);
  });

  test('begin when it joined, and end when it was taken away', () => {
    const document = withCommands('crash', [
      { at: 1000, do: 'add', nodes: [{ id: 's4', kind: 'server', at: [0, 0] }] },
      { at: 4000, do: 'remove', nodes: ['s4'] },
    ]);
    const { lines } = strip(runOf(document, 6 * SECOND), { node: 's4', from: 0, to: 6 * SECOND });
    const segments = lines[0]?.segments ?? [];
    expect([segments[0]?.from, segments.at(-1)?.to]).toEqual([SECOND, 4 * SECOND]);
  });

  test('of an unknown node there is nothing to tell', () => {
    const run = runOf(incident('crash'), SECOND);
    expect(strip(run, { node: 'nobody', from: 0, to: SECOND }).lines).toEqual([]);
  });
});

describe('moments', () => {
  const document: SceneDocument = {
    ...withCommands('burst', [
      { at: 2000, do: 'crash', node: 's1' },
      { at: 3000, do: 'restart', node: 's1' },
      { at: 5000, do: 'burst', node: 'web', factor: 8, for: 2000 },
    ]),
    conditions: [{ figure: 'queue', node: 's1', above: 20 }],
  };

  test('are what took a node down, what brought it back, what became too much, and what was to be stopped at', () => {
    const run = new Run(document, kinds);
    run.seek(7 * SECOND);
    const moments = new Moments(run).upToNow();
    expect(moments.map(({ what, node, tone }) => [what, node, tone])).toEqual([
      ['state', 's1', 'down'],
      ['state', 's1', 'starting'],
      ['state', 's1', 'normal'],
      ['stop', null, 'saturated'],
      ['state', 's1', 'saturated'],
    ]);
    expect(moments.map(({ words }) => words).slice(0, 3)).toEqual([
      's1 is down',
      's1 is starting',
      's1 is up again',
    ]);
  });

  test('are the same after going back and on again, and those of a changed past are forgotten', () => {
    const run = new Run(document, kinds, { checkpointEvents: 200 });
    const moments = new Moments(run);
    run.seek(7 * SECOND);
    const all = moments.upToNow();
    run.seek(2.5 * SECOND);
    expect(moments.upToNow()).toEqual(all.slice(0, 1));
    run.seek(7 * SECOND);
    expect(moments.upToNow()).toEqual(all);
    run.update({ ...document, commands: [] });
    run.seek(7 * SECOND);
    expect(moments.upToNow()).toEqual([]);
  });
});

test('a run that nobody observes has nothing to tell', () => {
  const run = new Run(incident('crash'), kinds, { observe: false });
  run.runUntil(6 * SECOND);
  expect(answerOf(requests(run))).toEqual({ slowest: [], failed: [] });
  expect(page(run, {})).toMatchObject({ total: 0, rows: [] });
  expect(strip(run, { node: 's1', from: 0, to: SECOND }).lines).toEqual([]);
  expect(new Moments(run).upToNow()).toEqual([]);
});

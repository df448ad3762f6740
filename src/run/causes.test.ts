import { describe, expect, test } from 'vitest';
import type { DocumentCommand, SceneDocument } from '../document/types.ts';
import { kinds } from '../kinds/kinds.ts';
import { answerOf, incident } from './answers.test-support.ts';
import type { CauseLink, Trace } from './report-types.ts';
import { requests } from './requests.ts';
import { Run } from './run.ts';
import { trace } from './trace.ts';

const SECOND = 1_000_000;

/** The traces of the requests that failed last. */
function failures(document: SceneDocument, until = 8 * SECOND): Trace[] {
  const run = new Run(document, kinds);
  run.runUntil(until);
  const { failed } = answerOf(requests(run));
  return failed.map((row) => answerOf(trace(run, row.message)) as Trace);
}

function firstCauses(document: SceneDocument, until?: number): CauseLink[] {
  return failures(document, until).map(({ causes }) => causes.at(-1) as CauseLink);
}

/** An incident's document with other settings and commands. */
function changed(
  name: string,
  configs: Record<string, object>,
  commands?: DocumentCommand[],
): SceneDocument {
  const document = incident(name);
  for (const node of document.nodes) node.config = { ...node.config, ...configs[node.id] };
  return { ...document, commands: commands ?? document.commands };
}

function expectAll(causes: readonly CauseLink[], wanted: Partial<CauseLink>): void {
  expect(causes.length).toBeGreaterThan(0);
  for (const cause of causes) expect(cause).toMatchObject(wanted);
}

describe('the chain of causes of a failed request ends at what was done', () => {
  test('crash: the connection was reset, because the server is down, because it was crashed', () => {
    const [only, ...others] = failures(incident('crash'));
    expect(others).toHaveLength(0);
    expect(only?.causes.map(({ what, words, place }) => [what, words, place])).toEqual([
      ['end', 'balancer answered 502', 'lb'],
      ['message', 'connection reset at s1', 's1'],
      ['state', 's1 down since 3 s', 's1'],
      ['command', 'you crashed s1 at 3 s', 's1'],
    ]);
    expect(only?.causes.at(-1)).toMatchObject({ command: 0, at: 3 * SECOND });
  });

  test('slow: in line at the slow server, or turned away by it', () => {
    const traces = failures(incident('slow'));
    expectAll(
      traces.map(({ causes }) => causes.at(-1) as CauseLink),
      { what: 'command', command: 0, words: 'you slowed s2 ×40 at 3 s' },
    );
    const places = traces.flatMap(({ causes }) => causes.slice(1, -1).map(({ place }) => place));
    expect(new Set(places)).toEqual(new Set(['s2']));
  });

  test('slow: in service at the slow server', () => {
    const slowed = changed('slow', { web: { rate: 3 } });
    const traces = failures(slowed);
    // 40 of the 300 ms go into two hops and the handshake of a new connection.
    expect(traces[0]?.causes[1]?.words).toBe('in service at s2 for 260 ms');
    expect(traces[0]?.causes.at(-1)).toMatchObject({ what: 'command', command: 0 });
  });

  test('cut: no connection comes about over the cut edge', () => {
    const traces = failures(incident('cut'));
    expectAll(
      traces.map(({ causes }) => causes.at(-1) as CauseLink),
      { what: 'command', command: 0 },
    );
    expect(traces[0]?.causes.map(({ words }) => words)).toEqual([
      'timed out at web after 500 ms',
      'the connection could not be opened, balancer → s2',
      'balancer → s2 is cut',
      'you cut balancer → s2 at 3 s',
    ]);
  });

  test('cut: what was on its way is lost, and only the timeout tells', () => {
    const [first] = failures(incident('cut'), 3.52 * SECOND).slice(-1);
    expect(first?.causes.map(({ what }) => what)).toEqual(['end', 'edge', 'command']);
    expect(first?.causes.at(-1)).toMatchObject({ command: 0 });
  });

  test('queue: there is too little room to wait', () => {
    expectAll(firstCauses(incident('queue')), {
      what: 'config',
      place: 's1',
      words: 'Queue limit of s1 is 1',
    });
  });

  test('burst: a line that has not been empty since', () => {
    const causes = firstCauses(incident('burst'));
    expectAll(causes, { what: 'command', command: 0, place: 'web' });
  });

  test('burst: every one of hundreds, those too whose answer was on its way when patience ended', () => {
    const run = new Run(incident('burst'), kinds);
    const seen = new Map<number, Trace>();
    for (let at = 3 * SECOND; at <= 8 * SECOND; at += SECOND / 20) {
      run.runUntil(at);
      for (const { message } of answerOf(requests(run)).failed) {
        if (!seen.has(message)) seen.set(message, answerOf(trace(run, message)) as Trace);
      }
    }
    expect(seen.size).toBeGreaterThan(300);
    const causes = [...seen.values()].map((one) => one.causes);
    expectAll(
      causes.map((chain) => chain.at(-1) as CauseLink),
      { what: 'command', command: 0, place: 'web' },
    );
  });

  test('burst: a full line', () => {
    const traces = failures(changed('burst', { s1: { queueLimit: 10 } }));
    expectAll(
      traces.map(({ causes }) => causes.at(-1) as CauseLink),
      { what: 'command', command: 0 },
    );
    expect(traces[0]?.causes[1]).toMatchObject({ what: 'config', place: 's1' });
  });

  test('timeout: patience is shorter than the service', () => {
    expectAll(firstCauses(incident('timeout')), {
      what: 'config',
      place: 'web',
      words: 'Timeout of web is 60 ms',
    });
  });

  test('a timeout that was set while it ran leads to the command that set it', () => {
    const commands: DocumentCommand[] = [
      { at: 3000, do: 'set', node: 'web', config: { timeout: 60 } },
    ];
    const set = changed('timeout', { web: { timeout: 2000 } }, commands);
    expectAll(firstCauses(set), { what: 'command', command: 0 });
  });

  test('chance: some answers are errors', () => {
    const traces = failures(incident('chance'));
    for (const { causes } of traces) {
      expect(causes.map(({ what }) => what)).toEqual(['end', 'message', 'chance']);
      expect(causes.at(-1)?.words).toMatch(/^by chance: s\d answers 5 % with an error$/);
    }
    expect(traces.length).toBeGreaterThan(3);
  });

  test('chance: an edge loses some of what travels', () => {
    const document = changed('chance', {
      s1: { errorRate: 0 },
      s2: { errorRate: 0 },
      s3: { errorRate: 0 },
    });
    // So much that TCP does not get through in time now and then.
    document.edges[0]!.config = { loss: 0.3 };
    const chances = firstCauses(document).filter(({ what }) => what === 'chance');
    expectAll(chances, { place: 'e1', command: null });
  });

  test('an error rate that was set by hand is chance, and then the hand', () => {
    const commands: DocumentCommand[] = [{ at: 2000, do: 'errors', node: 's1', rate: 0.5 }];
    const document = changed(
      'chance',
      { s1: { errorRate: 0 }, s2: { errorRate: 0 }, s3: { errorRate: 0 } },
      commands,
    );
    const [first] = failures(document);
    expect(first?.causes.map(({ what }) => what)).toEqual(['end', 'message', 'chance', 'command']);
  });

  test('hang: it waits before a process that does not respond', () => {
    const commands: DocumentCommand[] = [{ at: 3000, do: 'hang', node: 's1' }];
    expectAll(firstCauses(changed('slow', {}, commands)), { what: 'command', command: 0 });
  });

  test.each(['http1', 'http2'])('hang: it was over before the %s request gave up', (protocol) => {
    const document: SceneDocument = {
      version: 2,
      title: 'woken late',
      seed: 1,
      nodes: [
        {
          id: 'w',
          kind: 'client',
          at: [0, 0],
          config: { pattern: 'constant', rate: 20, timeout: 1000, protocol },
        },
        { id: 's', kind: 'server', at: [240, 0] },
      ],
      edges: [{ id: 'e', from: 'w', to: 's' }],
      commands: [
        { at: 5000, do: 'hang', node: 's' },
        { at: 7500, do: 'resume', node: 's' },
      ],
    };
    const traces = failures(document, 9 * SECOND);
    const late = traces.filter(({ to }) => (to ?? 0) > 7.5 * SECOND);
    expectAll(
      late.map(({ causes }) => causes.at(-1) as CauseLink),
      { what: 'command', command: 0, words: 'you hung Server at 5 s' },
    );
  });

  test('settings that begin a hung balancer anew, and not that it hung', () => {
    const document = changed('slow', {}, [
      { at: 3000, do: 'hang', node: 'lb' },
      { at: 3200, do: 'set', node: 'lb', config: { mode: 'l4' } },
    ]);
    const reset = failures(document, 3.25 * SECOND).filter(({ to }) => (to ?? 0) > 3.2 * SECOND);
    expectAll(
      reset.map(({ causes }) => causes.at(-1) as CauseLink),
      { what: 'command', command: 1 },
    );
  });

  test('hang: there is no room for another datagram, nor for another connection', () => {
    const latency = { dist: 'constant' as const, value: 10 };
    const document = (config: object): SceneDocument => ({
      version: 2,
      title: 'full',
      seed: 1,
      nodes: [
        { id: 'w', kind: 'client', at: [0, 0], config: { pattern: 'constant', ...config } },
        { id: 's', kind: 'server', at: [240, 0] },
      ],
      edges: [{ id: 'e', from: 'w', to: 's', config: { latency } }],
      commands: [{ at: 1000, do: 'hang', node: 's' }],
    });
    const hung = { what: 'command' as const, command: 0, words: 'you hung Server at 1 s' };
    const datagrams = document({ protocol: 'udp', rate: 200, timeout: 0 });
    expectAll(firstCauses(datagrams), hung);
    const connections = document({ rate: 50, timeout: 0 });
    expectAll(firstCauses(connections, 220 * SECOND), hung);
  });

  test('those who are left have more to do than they can: in line there, because another is down', () => {
    const crowd = changed(
      'crash',
      { web: { rate: 240, timeout: 500, writes: 0 }, lb: { nextBackend: true } },
      [{ at: 3000, do: 'crash', node: 's1' }],
    );
    const chain = failures(crowd)[0]?.causes ?? [];
    expect(chain.map(({ what }) => what)).toEqual(['end', 'state', 'state', 'command']);
    expect(chain[1]?.words).toMatch(/^waited .* behind \d+ others at s[23]$/);
    expect(chain.slice(2).map(({ words }) => words)).toEqual([
      's1 down since 3 s',
      'you crashed s1 at 3 s',
    ]);
  });

  test('with nobody left: every backend is out of use since the first was crashed', () => {
    const commands: DocumentCommand[] = ['s1', 's2', 's3'].map((node) => ({
      at: 3000,
      do: 'crash',
      node,
    }));
    const [last] = failures(changed('crash', {}, commands));
    expect(last?.causes.map(({ what }) => what)).toEqual(['end', 'state', 'state', 'command']);
    expect(last?.causes[0]?.words).toBe('no healthy backend at balancer');
    expect(last?.causes[1]?.words).toMatch(/^s\d out of rotation at balancer since 3\.\d+ s$/);
  });

  test('layer 4 passes the reason on: refused because the only backend is down', () => {
    const document = changed('crash', { web: { keepAlive: false }, lb: { mode: 'l4' } }, [
      { at: 3000, do: 'crash', node: 's1' },
      { at: 3000, do: 'crash', node: 's2' },
      { at: 3000, do: 'crash', node: 's3' },
    ]);
    const traces = failures(document);
    expectAll(
      traces.map(({ causes }) => causes.at(-1) as CauseLink),
      { what: 'command' },
    );
  });

  test('layer 4 passes the reason on: reset because its backend is down', () => {
    const traces = failures(changed('crash', { lb: { mode: 'l4' } }));
    const words = traces.map(({ causes }) => causes.map((cause) => cause.words));
    expect(words.length).toBeGreaterThan(0);
    for (const chain of words) {
      expect(chain.slice(-2)).toEqual(['s1 down since 3 s', 'you crashed s1 at 3 s']);
    }
  });

  test('a server that failed by chance', () => {
    const document = changed('crash', { s1: { mtbf: 2000, mttr: 60_000 } }, []);
    const [first] = failures(document, 20 * SECOND);
    expect(first?.causes.at(-1)).toMatchObject({ what: 'chance', place: 's1', command: null });
  });

  test('a burst is not blamed for a line that began after the one it left was gone', () => {
    const commands: DocumentCommand[] = [
      { at: 500, do: 'burst', node: 'web', factor: 8, for: 200 },
    ];
    const document = changed(
      'burst',
      { web: { rate: 40, timeout: 80 }, s1: { slots: 1 } },
      commands,
    );
    const traces = failures(document, 20 * SECOND);
    expect(traces.some(({ causes }) => causes[1]?.words.startsWith('waited'))).toBe(true);
    expectAll(
      traces.map(({ causes }) => causes.at(-1) as CauseLink),
      { what: 'config', place: 'web' },
    );
  });

  test('a fault of long ago is not blamed once it is over', () => {
    const commands: DocumentCommand[] = [
      { at: 1000, do: 'slow', node: 's1', factor: 40 },
      { at: 1100, do: 'slow', node: 's1', factor: 1 },
    ];
    expectAll(firstCauses(changed('timeout', {}, commands)), { what: 'config' });
  });
});

test('a request that was answered has no causes, and neither has one under way', () => {
  const run = new Run(incident('slow'), kinds);
  run.runUntil(5 * SECOND);
  const rows = answerOf(requests(run)).slowest;
  expect(rows.some(({ outcome }) => outcome === 'dropped')).toBe(true);
  const answered = answerOf(trace(run, 1)) as Trace;
  expect([answered.outcome, answered.causes]).toEqual(['answered', []]);
  const open = answerOf(trace(run, run.kernel.world.lastMessage)) as Trace;
  expect([open.outcome, open.to, open.causes]).toEqual(['in-flight', null, []]);
});

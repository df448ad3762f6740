import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SceneDocument } from '../document/types.ts';
import { NotFetched } from '../lib/fetched.ts';
import { createSimulation, type SimulationStatus } from './client.ts';
import type { Report, Request } from './protocol.ts';
import type { WorkerLike } from './start-worker.ts';
import { BEAT_MS, PATIENCE_MS } from './watchdog.ts';

const scene: SceneDocument = {
  version: 2,
  title: '',
  seed: 1,
  nodes: [],
  edges: [],
  commands: [],
};

class FakeWorker implements WorkerLike {
  onmessage: ((event: MessageEvent) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  got: Request[] = [];
  isAlive = true;
  answers = true;
  postMessage(message: unknown): void {
    const request = message as Request;
    this.got.push(request);
    if (this.answers && request.type === 'ping') this.say({ type: 'pong', beat: request.beat });
  }
  terminate(): void {
    this.isAlive = false;
  }
  say(report: Report): void {
    this.onmessage?.({ data: report } as MessageEvent);
  }
  fail(message: string): void {
    this.onerror?.({ message } as ErrorEvent);
  }
}

const observation = (at: number, revision = 1): Report => ({
  type: 'observation',
  revision,
  at,
  sought: null,
  judging: false,
  skipping: null,
  quiet: true,
  ticket: 0,
  playing: true,
  speed: 1,
  lagging: null,
  cards: [],
  edges: [],
  dotsPerMessage: 1,
  stretched: false,
  classes: [],
  marks: [],
  followedAt: null,
  moments: [],
  stopped: null,
  horizon: at,
  trouble: null,
  trace: { events: 0, hash: '' },
});

function setUp() {
  const workers: FakeWorker[] = [];
  const statuses: SimulationStatus[] = [];
  const simulation = createSimulation({
    clock: () => Date.now(),
    start: () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker;
    },
  });
  simulation.onStatus((status) => statuses.push(status));
  return { simulation, workers, statuses, worker: () => workers.at(-1)! };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('while the worker answers it is left alone', () => {
  const { workers, worker, simulation } = setUp();
  worker().say({ type: 'ready' });
  expect(simulation.status().status).toBe('ready');
  vi.advanceTimersByTime(60_000);
  expect(workers).toHaveLength(1);
  simulation.dispose();
  expect(worker().isAlive).toBe(false);
});

test('a silent worker is replaced by one that knows the document, the look and the moment, paused', () => {
  const { workers, worker, simulation, statuses } = setUp();
  const needed = vi.fn();
  simulation.onNeedCanvases(needed);
  worker().say({ type: 'ready' });
  simulation.send({ type: 'load', document: scene, at: 0, revision: 4 });
  simulation.send({ type: 'look', look: { theme: 'dark', reducedMotion: false } });
  simulation.send({ type: 'speed', speed: 0.5 });
  simulation.send({ type: 'speed', speed: 2 });
  simulation.send({ type: 'play' });
  worker().say(observation(9_000, 3));
  worker().say(observation(123_456, 4));
  worker().answers = false;
  vi.advanceTimersByTime(PATIENCE_MS + 2 * BEAT_MS);
  expect(workers).toHaveLength(2);
  expect(workers[0]!.isAlive).toBe(false);
  const sent = workers[1]!.got.filter((request) => request.type !== 'ping');
  expect(sent).toEqual([
    { type: 'look', look: { theme: 'dark', reducedMotion: false } },
    { type: 'speed', speed: 2 },
    { type: 'load', document: scene, at: 123_456, revision: 4 },
  ]);
  expect(needed).toHaveBeenCalledOnce();
  expect(statuses.at(-1)).toMatchObject({ status: 'restarted' });
  expect(statuses.at(-1)!.sentence).toContain('restarted');
  worker().say({ type: 'ready' });
  vi.advanceTimersByTime(60_000);
  expect(workers).toHaveLength(2);
});

test('a diagram that stops every worker is given up, until another one is loaded', () => {
  const { workers, simulation, statuses } = setUp();
  simulation.send({ type: 'load', document: scene, at: 0, revision: 1 });
  for (let i = 0; i < 4; i++) {
    workers.at(-1)!.say({ type: 'ready' });
    workers.at(-1)!.answers = false;
    vi.advanceTimersByTime(PATIENCE_MS + 2 * BEAT_MS);
  }
  expect(statuses.at(-1)).toMatchObject({ status: 'failed' });
  expect(workers).toHaveLength(4);
  expect(workers.every((worker) => !worker.isAlive)).toBe(true);
  vi.advanceTimersByTime(60_000);
  expect(workers).toHaveLength(4);
  simulation.send({ type: 'load', document: scene, at: 0, revision: 2 });
  expect(workers).toHaveLength(5);
  expect(workers[4]!.got).toMatchObject([{ type: 'load', revision: 2 }]);
});

test('a worker that cannot start is told of in a sentence, with what to do', () => {
  const { worker, statuses } = setUp();
  worker().fail('');
  expect(statuses.at(-1)).toMatchObject({ status: 'failed' });
  expect(statuses.at(-1)!.sentence).toContain('Reload the page');
});

test('what goes wrong later reaches the page as an error report', () => {
  const { worker, simulation } = setUp();
  const reports: Report[] = [];
  simulation.subscribe((report) => reports.push(report));
  worker().say({ type: 'ready' });
  worker().fail('out of memory');
  expect(reports.at(-1)).toMatchObject({ type: 'error', message: 'out of memory' });
});

test('a pick is answered to whoever asked, also when the worker dies first', async () => {
  const { worker, simulation } = setUp();
  worker().say({ type: 'ready' });
  const first = simulation.ask({ ask: 'pick', x: 1, y: 2, radius: 8 });
  const second = simulation.ask({ ask: 'pick', x: 3, y: 4, radius: 8 });
  const asks = worker().got.flatMap((request) => (request.type === 'ask' ? [request.ask] : []));
  worker().say({
    type: 'answer',
    ask: asks[1]!,
    answer: { message: 12, words: 'request 12' },
  });
  expect(await second).toEqual({ message: 12, words: 'request 12' });
  simulation.dispose();
  expect(await first).toBeNull();
});

test('who asks what cannot be answered for want of a file hears that', async () => {
  const { worker, simulation } = setUp();
  worker().say({ type: 'ready' });
  const asked = simulation.ask({ ask: 'requests' });
  const [ask] = worker().got.flatMap((request) => (request.type === 'ask' ? [request.ask] : []));
  worker().say({ type: 'unanswered', ask: ask! });
  await expect(asked).rejects.toBeInstanceOf(NotFetched);
  simulation.dispose();
});

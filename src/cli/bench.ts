/**
 * `npm run bench`, the half without a browser: how fast the simulator is beside the same networks
 * written by hand in the same process, what it allocates, how long going back takes, and how long
 * links are. Speeds are medians of several turns, taken in turns so that a slow moment of the
 * machine hits both. The bench fails when the two do not answer the same requests.
 */
import { encodeLink } from '../document/link.ts';
import type { SceneDocument } from '../document/types.ts';
import { kinds } from '../kinds/kinds.ts';
import { specs } from '../kinds/specs.ts';
import { Run } from '../run/run.ts';
import {
  balancedScene,
  type MeasuredNetwork,
  shopScene,
  singleScene,
} from '../scenarios/measured.ts';
import { balancedLoop, type LoopResult, singleServerLoop } from './hand-loop.ts';

const SINGLE: MeasuredNetwork = {
  seed: 1,
  rate: 800,
  serviceMs: 1,
  latencyMs: 1,
  servers: 1,
  untilMs: 250_000,
};
const BALANCED: MeasuredNetwork = {
  seed: 1,
  rate: 6_000,
  serviceMs: 1,
  latencyMs: 1,
  servers: 8,
  untilMs: 40_000,
};
const TURNS = 5;

/** @returns 0, or 1 when simulator and hand-written loop disagree */
export function runBench(): number {
  const isSame = [
    compare('M/M/1', singleScene(SINGLE), SINGLE, singleServerLoop),
    compare('client → balancer → 8 servers', balancedScene(BALANCED), BALANCED, balancedLoop),
  ];
  allocation();
  seeking();
  links();
  return isSame.every(Boolean) ? 0 : 1;
}

function compare(
  title: string,
  document: SceneDocument,
  network: MeasuredNetwork,
  loop: (network: MeasuredNetwork) => LoopResult,
): boolean {
  const until = network.untilMs * 1000;
  const times: Record<'hand' | 'off' | 'on', number[]> = { hand: [], off: [], on: [] };
  let hand: LoopResult = { answered: 0, mean: 0 };
  let off = new Run(document, kinds);
  let on = off;
  for (let turn = 0; turn < TURNS; turn++) {
    times.hand.push(seconds(() => (hand = loop(network))));
    off = new Run(document, kinds, { observe: false, hash: false, checkpointBytes: 0 });
    times.off.push(seconds(() => off.runUntil(until)));
    on = new Run(document, kinds, { checkpointBytes: 0 });
    times.on.push(seconds(() => on.runUntil(until)));
  }
  const client = on.kernel.watch?.at(0);
  const mean = client?.response.mean() ?? Number.NaN;
  const answered = client?.completions ?? 0;
  const speed = (key: keyof typeof times) => hand.answered / median(times[key]);
  print(`\n${title}: ${answered} requests answered, ${off.events} events`);
  row('hand-written loop', `${thousands(speed('hand'))} requests/s`, '1');
  row(
    'simulator, observers off',
    `${thousands(speed('off'))} requests/s`,
    ratio(times.hand, times.off),
  );
  row(
    'simulator, observers on',
    `${thousands(speed('on'))} requests/s`,
    ratio(times.hand, times.on),
  );
  const isSame =
    answered === hand.answered &&
    mean === hand.mean &&
    off.events === on.events &&
    off.kernel.world.counts.answered === on.kernel.world.counts.answered;
  if (!isSame) {
    print(
      `  NOT THE SAME: simulator ${answered} answered, mean ${mean} µs; by hand ${hand.answered}, mean ${hand.mean} µs`,
    );
  }
  return isSame;
}

function allocation(): void {
  const gc = (globalThis as { gc?: () => void }).gc;
  if (gc === undefined) {
    print('\nBytes per event: run with node --expose-gc.');
    return;
  }
  const document = balancedScene(BALANCED);
  const perEvent = [false, true].map((observe) => {
    const run = new Run(document, kinds, { observe, hash: observe, checkpointBytes: 0 });
    run.runUntil(5_000_000);
    const samples = Array.from({ length: 15 }, () => {
      gc();
      const events = run.events;
      const before = process.memoryUsage().heapUsed;
      run.runUntil(run.now + 300_000);
      return (process.memoryUsage().heapUsed - before) / (run.events - events);
    });
    return median(samples.filter((bytes) => bytes > 0));
  });
  print('\nBytes allocated per event, client → balancer → 8 servers');
  row('observers off', `${(perEvent[0] ?? 0).toFixed(0)} bytes`);
  row('observers on', `${(perEvent[1] ?? 0).toFixed(0)} bytes`);
}

/** Seeks within ten minutes at 200 requests/s, forwards and back. */
function seeking(): void {
  const minutes = 10;
  const end = minutes * 60_000_000;
  const run = new Run(
    balancedScene({ ...BALANCED, rate: 200, serviceMs: 20, latencyMs: 10 }),
    kinds,
  );
  const straight = seconds(() => run.runUntil(end));
  const { events } = run;
  const times: number[] = [];
  for (let i = 0; i < 40; i++) {
    const to = Math.floor(((i * 0.618034) % 1) * end);
    times.push(seconds(() => run.seek(to)) * 1000);
  }
  print(
    `\nSeek in a ${minutes}-minute run at 200 requests/s (${events} events; running it through once took ${(straight * 1000).toFixed(0)} ms)`,
  );
  row('median', `${median(times).toFixed(1)} ms`);
  row('slowest of 40', `${Math.max(...times).toFixed(1)} ms`);
}

function links(): void {
  print('\nLinks');
  for (const nodes of [20, 100]) {
    const { length } = encodeLink(shopScene(nodes), specs);
    row(`${nodes} nodes`, `${length} characters`);
  }
}

function seconds(work: () => unknown): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Pair by pair, so that a slow moment of the machine counts on both sides. */
function ratio(hand: readonly number[], other: readonly number[]): string {
  return median(hand.map((time, i) => time / (other[i] ?? Number.NaN))).toFixed(3);
}

function thousands(perSecond: number): string {
  return `${(perSecond / 1000).toFixed(0)} k`;
}

function row(name: string, value: string, share = ''): void {
  print(`  ${name.padEnd(28)}${value.padStart(18)}${share.padStart(10)}`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

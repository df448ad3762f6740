/** Whatever happens, nobody is chosen who is kept out, but in panic. */
import { expect, test } from 'vitest';
import type { ConfigJson, DocumentCommand } from '../../../document/types.ts';
import { Streams } from '../../../lib/random.ts';
import { Run } from '../../../run/run.ts';
import { kinds } from '../../kinds.ts';
import { ALGORITHMS } from '../shared/algorithms.ts';
import { isBarred } from '../shared/backend.ts';
import type { BalancerContext } from './context.ts';
import { scene } from './test-support.ts';

function chances(seed: number) {
  const streams = new Streams();
  const stream = streams.open(seed, 'test', 'documents');
  const below = (count: number) => Math.floor(streams.next(stream) * count);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  return { below, pick };
}

function document(seed: number, mode: string) {
  const { below, pick } = chances(seed);
  const servers: Record<string, ConfigJson> = {};
  for (let i = 0; i < 2 + below(5); i++) {
    const health = pick([{}, {}, { healthPath: '/x' }, { errorRate: 0.6 }, { healthWaits: true }]);
    servers[`s${i}`] = { weight: below(4), backup: below(4) === 0, bootTime: 0, ...health };
  }
  const ids = Object.keys(servers);
  const commands = Array.from({ length: 12 }, (): DocumentCommand => {
    const [node, at] = [pick(ids), below(10_000)];
    return { at, node, do: pick(['crash', 'restart', 'hang', 'resume', 'restart']) };
  });
  const balancer: ConfigJson = {
    mode,
    algorithm: pick(Object.keys(ALGORITHMS)),
    checks: pick(['tcp', 'http']),
    checkInterval: 100 + below(900),
    checkTimeout: 200,
    rise: 1 + below(3),
    fall: 1 + below(3),
    startsAs: pick(['up', 'down']),
    ejection: below(2) === 0,
    ejectAfter: 1 + below(3),
    ejectTime: 500,
    ejectMost: pick([0.1, 0.5, 1]),
    panicThreshold: pick([0, 0.5, 0.9]),
    spills: below(2) === 0,
    slowStart: pick([0, 2000]),
    nextBackend: below(2) === 0,
    maxFails: below(2),
  };
  const client = { rate: 60, keepAlive: below(2) === 0 };
  commands.sort((a, b) => a.at - b.at);
  return scene({ client, balancer, servers, commands, latency: below(20), seed });
}

test.each(['l4', 'l7'])(
  'nobody who is out is chosen, but in panic (%s)',
  { timeout: 120_000 },
  (mode) => {
    let spared = 0;
    let panics = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const made = new Run(document(seed, mode), kinds, { checkpointBytes: 0 });
      const context = made.kernel.find('lb')?.main.instance.context as BalancerContext;
      while (made.now < 10_000_000) {
        const before = context.backends.map((one) => {
          const { primary, backup } = context.groups.find(({ primary: { members }, backup: b }) =>
            [...members, ...b.members].includes(one),
          ) as BalancerContext['groups'][number];
          return {
            picks: one.picks,
            isOut: isBarred(one),
            panics: (one.backup ? backup : primary).panics,
          };
        });
        if (!made.step()) break;
        context.backends.forEach(({ picks, id }, at) => {
          const was = before[at];
          if (was === undefined || picks === was.picks || !was.isOut) return;
          expect(was.panics, `seed ${seed}: ${id} is out, and chosen at ${made.now} µs`).toBe(true);
          panics++;
        });
        for (const { isOut, panics: all } of before) if (isOut && !all) spared++;
      }
    }
    expect(spared).toBeGreaterThan(10_000);
    expect(panics).toBeGreaterThan(100);
  },
);

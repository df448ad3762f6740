/** For tests of choosing: backends without a network. */
import { type Backend, createBackend, HEALTH, judge } from './backend.ts';

/** Backends of these weights, all healthy and idle. */
export function backendsOf(weights: readonly number[]): Backend[] {
  return weights.map((weight, lane) =>
    createBackend(
      {
        lane,
        edge: `e${lane}`,
        node: lane,
        id: `s${lane}`,
        name: `s${lane}`,
        kind: 'server',
        config: { weight },
        frame: null,
        enrolled: true,
        protocol: 'http',
        class: null,
        port: null,
        settings: {},
      },
      {
        connectionLimit: 0,
        maxFails: 1,
        failSeconds: 10,
        keepAlive: 0,
        tls: false,
        connectTimeout: 0,
        responseTimeout: 0,
        requests: 0,
      },
    ),
  );
}

/** How often each position was picked. */
export function countOf(picks: readonly number[], members: number): number[] {
  const counts = new Array<number>(members).fill(0);
  for (const at of picks) counts[at] = (counts[at] ?? 0) + 1;
  return counts;
}

/** As passive detection does it. */
export function setHealth(backend: Backend, health: keyof typeof HEALTH): void {
  backend.health = HEALTH[health];
  judge(backend);
}

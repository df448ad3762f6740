import { describe, expect } from 'vitest';
import type { ConfigJson, DocumentCommand, SceneDocument } from '../../../document/types.ts';
import fixture from '../fixtures/lb-changes.json' with { type: 'json' };
import { type Check, holdAgainst, LETTERS } from '../shared/truth.test-support.ts';
import { joins, picksOf, run, scene, sequence } from './test-support.ts';

const ALGORITHM = {
  'haproxy-roundrobin': 'weighted-round-robin-haproxy',
  'haproxy-leastconn': 'least-connections-haproxy',
  'nginx-random-two': 'random-two-nginx',
} as const;

interface Given {
  readonly algorithm: keyof typeof ALGORITHM;
  readonly weights: readonly number[];
  readonly limit?: number;
  readonly steps: readonly string[];
}

/** A request that lasts until whoever made it goes away. */
const HELD: ConfigJson = { service: { dist: 'constant', value: 1e8 } };

/** Between two steps of a script; within it a request that is let go at once has left. */
const STEP_MS = 100;

/**
 * A run of steps as a document: each request is a client of its own, which holds its server until
 * it is removed.
 */
class Script {
  private readonly commands: DocumentCommand[] = [];
  private readonly holding = new Map<string, string[]>();
  private readonly picks: string;
  private readonly given: Given;
  private picked = 0;
  private now = STEP_MS;

  constructor(given: Given, expected: string) {
    this.given = given;
    this.picks = expected.replaceAll(' ', '');
    for (const step of given.steps) this.take(step.split(' '));
  }

  private take([what = '', which = '', value = '']: readonly string[]): void {
    if (what === 'pick') for (let i = 0; i < Number(which); i++) this.pick(true);
    else if (what === 'hold') for (let i = 0; i < Number(which); i++) this.pick(false);
    else if (what === 'release') this.release(which);
    else if (what === 'join') this.join(which, Number(value));
    else this.weigh(which, this.weightAfter(what, which, value));
    this.now += STEP_MS;
  }

  private weightAfter(what: string, which: string, value: string): number {
    if (what === 'weight') return Number(value);
    return what === 'leave' ? 0 : (this.given.weights[LETTERS.indexOf(which)] as number);
  }

  private pick(brief: boolean): void {
    const id = `client-${this.picked}`;
    const server = this.picks[this.picked++] as string;
    // A client sends its first request a tenth of a second after it joined.
    this.commands.push(joins(this.now - 100, id, { limit: 1 }));
    if (brief) this.commands.push({ at: this.now + STEP_MS / 2, do: 'remove', nodes: [id] });
    else this.holding.set(server, [...(this.holding.get(server) ?? []), id]);
    this.now += STEP_MS;
  }

  private release(server: string): void {
    const [id = '', ...rest] = this.holding.get(server) ?? [];
    this.holding.set(server, rest);
    this.commands.push({ at: this.now, do: 'remove', nodes: [id] });
  }

  private weigh(node: string, weight: number): void {
    this.commands.push({ at: this.now, do: 'set', node, config: { weight } });
  }

  private join(id: string, weight: number): void {
    this.commands.push({
      at: this.now,
      do: 'add',
      nodes: [
        { id, kind: 'server', name: id, at: [0, 0], config: { ...HELD, weight, bootTime: 0 } },
      ],
      edges: [{ id: `to-${id}`, from: 'lb', to: id }],
    });
  }

  /** The servers chosen. */
  run(mode: 'l4' | 'l7'): string {
    const { algorithm, limit, weights } = this.given;
    const servers = weights.map(
      (weight, at) => [LETTERS[at] as string, { ...HELD, weight }] as const,
    );
    const document = scene({
      client: { limit: 0, rate: 0 },
      balancer: { mode, algorithm: ALGORITHM[algorithm], connectionLimit: limit ?? 0 },
      servers: Object.fromEntries(servers),
      commands: [...this.commands].sort((a, b) => a.at - b.at),
    });
    return sequence(document, this.now);
  }
}

const steps: Check = (given: Given, expected: { sequence: string }) => {
  const script = new Script(given, expected.sequence);
  expect(script.run('l7')).toBe(expected.sequence.replaceAll(' ', ''));
  expect(script.run('l4')).toBe(expected.sequence.replaceAll(' ', ''));
};

interface Drawing {
  readonly weights: readonly number[];
  readonly limit?: number;
  readonly requests: number;
}

function drawing(given: Drawing, client: ConfigJson, server: ConfigJson): SceneDocument {
  const { weights, limit } = given;
  const servers = weights.map(
    (weight, at) => [LETTERS[at] as string, { ...server, weight }] as const,
  );
  return scene({
    client: { limit: given.requests, ...client },
    balancer: { algorithm: 'random-two-nginx', connectionLimit: limit ?? 0 },
    servers: Object.fromEntries(servers),
  });
}

const drawnAndHeld: Check = (given: Drawing, expected: { perServer: Record<string, number> }) => {
  for (let seed = 1; seed <= 20; seed++) {
    const document = { ...drawing(given, {}, HELD), seed };
    expect(picksOf(run(document, 100 * (given.requests + 1)))).toEqual(expected.perServer);
  }
};

const drawnIdle: Check = (given: Drawing, expected: { share: Record<string, number> }) => {
  const made = run(drawing(given, { rate: 1000 }, {}), given.requests + 1000);
  const picks = picksOf(made);
  expect(Object.values(picks).reduce((sum, count) => sum + count, 0)).toBe(given.requests);
  for (const [id, share] of Object.entries(expected.share)) {
    const seen = (picks[id] ?? 0) / given.requests;
    expect(Math.abs(seen / share - 1), `${id}: ${seen}`).toBeLessThan(0.03);
  }
};

describe('real balancers while their servers change', () => {
  holdAgainst(fixture.cases, {
    'haproxy-roundrobin': steps,
    'haproxy-roundrobin:full': steps,
    'haproxy-leastconn': steps,
    'nginx-random-two:held': drawnAndHeld,
    'nginx-random-two:idle': drawnIdle,
  });
});

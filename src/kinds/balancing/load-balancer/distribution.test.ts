import { describe, expect, test } from 'vitest';
import { ask, run, scene } from './test-support.ts';

/** By backend: of its weight, of all choices so far, of the latest. */
function spread(made: ReturnType<typeof run>) {
  const { backends, latest } = ask(made, 'backends');
  return {
    latest,
    of: Object.fromEntries(
      backends.map(({ id, expectedShare, picks, latestPicks }) => [
        id,
        [expectedShare, picks, latestPicks],
      ]),
    ),
  };
}

describe('the distribution', () => {
  test('shows another algorithm in the latest hundred choices, while all choices still show the first', () => {
    const servers = { a: { weight: 3 }, b: {} };
    // Ten a second from 0.1 s on; 200 by weight, then 100 by the one client's address.
    const commands = [
      { at: 20_050, do: 'set', node: 'lb', config: { algorithm: 'source-ip-hash' } } as const,
    ];
    const balancer = { algorithm: 'weighted-round-robin' };
    const before = spread(run(scene({ servers, balancer }), 20_000));
    expect(before).toEqual({ latest: 100, of: { a: [0.75, 150, 75], b: [0.25, 50, 25] } });
    const after = spread(run(scene({ servers, balancer, commands }), 30_050));
    expect(after.latest).toBe(100);
    expect([after.of.a?.[2], after.of.b?.[2]].sort()).toEqual([0, 100]);
    expect((after.of.a?.[1] ?? 0) + (after.of.b?.[1] ?? 0)).toBe(300);
  });

  test('counts fewer until there were a hundred, and expects nothing of a backup', () => {
    const servers = { a: {}, b: {}, spare: { backup: true } };
    expect(spread(run(scene({ servers }), 1_000))).toEqual({
      latest: 10,
      of: { a: [0.5, 5, 5], b: [0.5, 5, 5], spare: [0, 0, 0] },
    });
  });

  test('expects no share where rules decide first', () => {
    const rules = [{ on: 'path-prefix', name: '', equals: '/x', to: 'a' }];
    const made = run(scene({ servers: { a: {}, b: {} }, balancer: { rules } }), 1_000);
    expect(spread(made).of.b?.[0]).toBeNull();
  });
});

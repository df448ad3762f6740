import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Sim } from '../../../sim/sim.ts';
import { type Backend, take } from './backend.ts';
import { pickFrom } from './pick.ts';
import { backendsOf, setHealth } from './test-support.ts';
import { createGroup } from './tier.ts';

/** Draws that never repeat a stretch for long: steps of the golden ratio. */
function golden(start: number): Sim {
  let at = start;
  const random = (): number => {
    at = (at + 0.618_033_988_749_895) % 1;
    return at;
  };
  return { random } as unknown as Sim;
}

function chooserOf() {
  return { stream: 0, choices: 2, moves: 0 };
}

describe('random two of nginx', () => {
  const loads = fc.array(fc.nat({ max: 20 }), { minLength: 2, maxLength: 6 });

  test('compares two different ones: the most loaded of all is never taken', () => {
    fc.assert(
      fc.property(loads, fc.double({ min: 0, max: 0.999, noNaN: true }), (load, start) => {
        const members = backendsOf(load.map(() => 1));
        const chooser = chooserOf();
        const choosing = {
          algorithm: 'random-two-nginx',
          allBackups: true,
          moves: chooser,
        } as const;
        load.forEach((count, at) => {
          for (let i = 0; i < count; i++) take(members[at] as Backend, chooser);
        });
        const group = createGroup(null, members, choosing, undefined);
        const most = Math.max(...load);
        if (load.filter((count) => count === most).length > 1) return;
        const sim = golden(start);
        for (let i = 0; i < 10; i++) {
          expect(pickFrom(group, '', chooser, sim)?.active).toBeLessThan(most);
        }
      }),
    );
  });

  test('takes the only one that can be used', () => {
    const members = backendsOf([1, 1, 1]);
    for (const at of [0, 2]) setHealth(members[at] as Backend, 'unhealthy');
    const chooser = chooserOf();
    const choosing = { algorithm: 'random-two-nginx', allBackups: true, moves: chooser } as const;
    const group = createGroup(null, members, choosing, undefined);
    expect(pickFrom(group, '', chooser, golden(0))).toBe(members[1]);
  });
});

describe('a single backup', () => {
  test('is the first that is up, and nobody while that one is full', () => {
    const members = backendsOf([1, 1, 1]);
    const [primary, first, second] = members as [Backend, Backend, Backend];
    for (const backup of [first, second]) backup.backup = true;
    const chooser = chooserOf();
    const choosing = { algorithm: 'round-robin', allBackups: false, moves: chooser } as const;
    const group = createGroup(null, members, choosing, undefined);
    const pick = () => pickFrom(group, '', chooser, golden(0));
    expect(pick()).toBe(primary);
    setHealth(primary, 'unhealthy');
    expect([pick(), pick()]).toEqual([first, first]);
    setHealth(first, 'unhealthy');
    expect([pick(), pick()]).toEqual([second, second]);
    second.limit = 1;
    take(second, chooser);
    expect(pick()).toBeNull();
  });
});

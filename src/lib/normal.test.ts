import { describe, expect, it } from 'vitest';
import { normalQuantile } from './normal.ts';

describe('normalQuantile', () => {
  it.each([
    [0.5, 0],
    [0.01, -2.3263478740408408],
    [0.075, -1.4395314709384557],
    [0.3, -0.5244005127080407],
    [0.8, 0.8416212335729144],
    [0.925, 1.439531470938456],
    [0.99, 2.3263478740408408],
    [0.999, 3.090232306167813],
    [1e-6, -4.753424308822899],
    [1e-12, -7.034483825301132],
    [1e-15, -7.941345326170995],
  ])('of %f is %f', (p, z) => {
    expect(Math.abs(normalQuantile(p) - z)).toBeLessThan(1e-13);
  });

  it('never decreases, also where its three parts meet', () => {
    const falls: number[] = [];
    let previous = normalQuantile(0);
    for (let i = 1; i <= 100_000; i++) {
      const z = normalQuantile(i / 100_000);
      if (!(z >= previous)) falls.push(i);
      previous = z;
    }
    expect(falls).toEqual([]);
  });

  it('stays finite at 0 and 1', () => {
    expect(normalQuantile(0)).toBeCloseTo(-8.2924, 3);
    expect(normalQuantile(1)).toBe(-normalQuantile(0));
  });
});

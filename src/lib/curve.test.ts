import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Anchor, ArcTable, type Curve, curvePath, edgeCurve, type Side } from './curve.ts';

const at = (table: ArcTable, fraction: number) => {
  const out = new Float64Array(4);
  table.pointAt(fraction, out);
  return [...out] as [x: number, y: number, nx: number, ny: number];
};

const coordinate = fc.integer({ min: -2000, max: 2000 });
const anchor = fc.record<Anchor>({
  x: coordinate,
  y: coordinate,
  side: fc.constantFrom<Side>('left', 'right', 'top', 'bottom'),
});

describe('edgeCurve', () => {
  it('is a straight line between cards that face each other', () => {
    const curve = edgeCurve({ x: 0, y: 50, side: 'right' }, { x: 200, y: 50, side: 'left' });
    expect(curve).toEqual([0, 50, 100, 50, 100, 50, 200, 50]);
    expect(curvePath(curve)).toBe('M0,50 C100,50 100,50 200,50');
  });

  it('swings out when the other end lies behind', () => {
    const curve = edgeCurve({ x: 200, y: 0, side: 'right' }, { x: 0, y: 100, side: 'left' });
    expect(curve[2]).toBeGreaterThan(232);
    expect(curve[4]).toBeLessThan(-32);
  });

  it('leaves and enters at right angles to the sides, from point to point', () => {
    fc.assert(
      fc.property(anchor, anchor, (from, to) => {
        const [x1, y1, cx1, cy1, cx2, cy2, x2, y2] = edgeCurve(from, to);
        expect([x1, y1, x2, y2]).toEqual([from.x, from.y, to.x, to.y]);
        const outward = (side: Side, dx: number, dy: number) =>
          ({ left: -dx, right: dx, top: -dy, bottom: dy })[side];
        const along = (side: Side, dx: number, dy: number) =>
          side === 'left' || side === 'right' ? dy : dx;
        expect(outward(from.side, cx1 - x1, cy1 - y1)).toBeGreaterThanOrEqual(0);
        expect(along(from.side, cx1 - x1, cy1 - y1)).toBe(0);
        expect(outward(to.side, cx2 - x2, cy2 - y2)).toBeGreaterThanOrEqual(0);
        expect(along(to.side, cx2 - x2, cy2 - y2)).toBe(0);
      }),
    );
  });

  it('changes little when a card moves by one', () => {
    fc.assert(
      fc.property(anchor, anchor, (from, to) => {
        const one = edgeCurve(from, to);
        const other = edgeCurve({ ...from, x: from.x + 1 }, to);
        one.forEach((x, i) => {
          expect(Math.abs(x - other[i]!)).toBeLessThanOrEqual(2);
        });
      }),
    );
  });
});

describe('curvePath', () => {
  it('rounds to hundredths', () => {
    expect(curvePath([0.123456, 1, 2, 3, 4, 5, 6, 7.999])).toBe('M0.12,1 C2,3 4,5 6,8');
  });
});

describe('ArcTable', () => {
  it('runs straight along a straight edge, its normal to the right of the way', () => {
    const table = new ArcTable([0, 0, 100, 0, 200, 0, 300, 0]);
    expect(table.length).toBeCloseTo(300, 9);
    expect(at(table, 0)).toEqual([0, 0, 0, 1]);
    const [x, y, nx, ny] = at(table, 0.25);
    expect(x).toBeCloseTo(75, 2);
    expect([y, Math.abs(nx), ny]).toEqual([0, 0, 1]);
    expect(at(table, 1)[0]).toBeCloseTo(300, 9);
  });

  it('measures a quarter of a circle', () => {
    const k = 55.22847498;
    const table = new ArcTable([0, 0, k, 0, 100, 100 - k, 100, 100]);
    expect(table.length).toBeCloseTo((Math.PI / 2) * 100, 0);
    const [x, y, nx, ny] = at(table, 0.5);
    expect(Math.hypot(x, y - 100)).toBeCloseTo(100, 0);
    expect(nx).toBeCloseTo(-Math.SQRT1_2, 2);
    expect(ny).toBeCloseTo(Math.SQRT1_2, 2);
  });

  it('keeps an even pace, unit normals, and the ends exactly', () => {
    fc.assert(
      fc.property(anchor, anchor, (from, to) => {
        fc.pre(Math.hypot(from.x - to.x, from.y - to.y) > 60);
        const curve: Curve = edgeCurve(from, to);
        const table = new ArcTable(curve);
        const steps = 200;
        const pace = table.length / steps;
        let [x, y] = at(table, 0);
        expect([x, y]).toEqual([from.x, from.y]);
        for (let i = 1; i <= steps; i++) {
          const [nextX, nextY, nx, ny] = at(table, i / steps);
          const moved = Math.hypot(nextX - x, nextY - y);
          expect(moved).toBeLessThanOrEqual(pace * 1.01);
          expect(Math.hypot(nx, ny)).toBeLessThanOrEqual(1 + 1e-9);
          x = nextX;
          y = nextY;
        }
        expect(x).toBeCloseTo(to.x, 6);
        expect(y).toBeCloseTo(to.y, 6);
      }),
      { numRuns: 50 },
    );
  });

  it('gives the ends outside 0 … 1, and never NaN for an edge without length', () => {
    const table = new ArcTable([0, 0, 100, 0, 200, 0, 300, 0]);
    expect(at(table, -1)).toEqual(at(table, 0));
    expect(at(table, 2)).toEqual(at(table, 1));
    expect(at(table, Number.NaN)).toEqual(at(table, 0));
    expect(at(new ArcTable([5, 6, 5, 6, 5, 6, 5, 6]), 0.5)).toEqual([5, 6, 0, 1]);
  });
});

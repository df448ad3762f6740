import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellOf, packRows } from './packed-rows.ts';

const value = fc.oneof(
  fc.nat(300),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double(),
  fc.constantFrom(0, -0, 255, 256, 65_535, 65_536, 4_294_967_295, 4_294_967_296),
);

test('every number comes back exactly, whatever it is', () => {
  fc.assert(
    fc.property(
      fc.nat(4),
      fc.array(value, { maxLength: 60 }),
      fc.maxSafeInteger(),
      (w, all, up) => {
        const width = 1 + w;
        // Near one another, and far away from 0.
        const shifted = all.map((each, i) => (i % width === 0 ? up + (i % 300) : each));
        const rows = Float64Array.from(shifted.slice(0, all.length - (all.length % width)));
        const packed = packRows(rows, width);
        rows.forEach((each, at) => {
          const row = Math.floor(at / width);
          expect(cellOf(packed, width, row, at % width)).toBe(each);
          expect(cellOf(rows, width, row, at % width)).toBe(each);
        });
      },
    ),
  );
});

test('whole numbers take as few bytes as their range needs', () => {
  const bytes = (...column: number[]) => packRows(Float64Array.from(column), 1).byteLength;
  expect(bytes(1e15, 1e15 + 255)).toBe(2);
  expect(bytes(-5, 251)).toBe(4);
  expect(bytes(0, 65_536)).toBe(8);
  expect(bytes(0, 4_294_967_296)).toBe(16);
  expect(bytes(0.5, 1)).toBe(16);
});

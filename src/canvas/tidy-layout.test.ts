import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Box } from '../worker/protocol.ts';
import { FRAME_TITLE, GRID } from './layout.ts';
import { type TidyInput, type TidyPart, type TidyResult, tidyLayout } from './tidy-layout.ts';

const part = (id: string, x: number, y: number, more: Partial<TidyPart> = {}): TidyPart => ({
  id,
  parent: null,
  isFrame: false,
  box: { x, y, width: 184, height: 76 },
  attached: [],
  ...more,
});
const frame = (id: string, parent: string | null = null): TidyPart =>
  part(id, 0, 0, { parent, isFrame: true, box: { x: 0, y: 0, width: 320, height: 240 } });
const input = (parts: TidyPart[], pairs: string[] = []): TidyInput => ({
  parts,
  edges: pairs.map((pair) => {
    const [from = '', to = ''] = pair.split(' ');
    return { from, to };
  }),
  standing: [],
  notes: [],
});

/** Boxes as they come out, each within its parent, with what is attached. */
function boxesOf({ parts }: TidyInput, { positions, sizes }: TidyResult): Map<string, Box> {
  return new Map(
    parts.map(({ id, box }): [string, Box] => {
      const [x, y] = positions[id]!;
      const [width, height] = sizes[id] ?? [box.width, box.height];
      return [id, { x, y, width, height }];
    }),
  );
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function expectGoodOrder(given: TidyInput, result: TidyResult): void {
  const boxes = boxesOf(given, result);
  for (const a of given.parts) {
    const box = boxes.get(a.id)!;
    expect([box.x % GRID, box.y % GRID].map(Math.abs), `${a.id} on the grid`).toEqual([0, 0]);
    const holder = a.parent === null ? undefined : boxes.get(a.parent);
    if (holder !== undefined) {
      expect(box.x, `${a.id} inside its frame`).toBeGreaterThanOrEqual(GRID);
      expect(box.y).toBeGreaterThanOrEqual(FRAME_TITLE);
      expect(box.x + box.width).toBeLessThanOrEqual(holder.width);
      expect(box.y + box.height).toBeLessThanOrEqual(holder.height);
    }
    for (const b of given.parts) {
      if (a.id >= b.id || a.parent !== b.parent) continue;
      expect(overlap(box, boxes.get(b.id)!), `${a.id} beside ${b.id}`).toBe(false);
    }
  }
}

describe('good order', () => {
  test('runs from left to right along the connections', () => {
    const given = input([part('c', 0, 0), part('a', 900, 0), part('b', 0, 400)], ['a b', 'b c']);
    const result = tidyLayout(given);
    expectGoodOrder(given, result);
    const x = (id: string) => result.positions[id]![0];
    expect(x('a')).toBeLessThan(x('b'));
    expect(x('b')).toBeLessThan(x('c'));
    // In one line: there is nothing to go around.
    expect(new Set(['a', 'b', 'c'].map((id) => result.positions[id]![1])).size).toBe(1);
  });

  test.each([
    ['in their order', ['web s1', 'web s2', 'web s3', 'web s4']],
    ['in another order', ['web s3', 'web s1', 'web s4', 'web s2']],
    ['towards what they share', ['s2 web', 's4 web', 's3 web', 's1 web']],
  ])('keeps what stands above another above it, connected %s', (_, pairs) => {
    const servers = ['s4', 's2', 's1', 's3'].map((id) => part(id, 300, Number(id[1]) * 100));
    const { positions } = tidyLayout(input([part('web', 0, 0), ...servers], pairs));
    const top = ['s1', 's2', 's3', 's4'].map((id) => positions[id]![1]);
    expect(top).toEqual([...top].sort((a, b) => a - b));
  });

  test('stays where the diagram was', () => {
    const { positions } = tidyLayout(
      input([part('a', 4000, -800), part('b', 4400, -800)], ['a b']),
    );
    expect(positions.a).toEqual([4000, -800]);
  });

  test('makes a frame as large as what it contains, and connects to it as a whole', () => {
    const members = [0, 1, 2, 3].map((i) => part(`m${i}`, 0, i, { parent: 'pool' }));
    const given = input([part('web', 0, 0), frame('pool'), ...members], ['web pool', 'm0 m1']);
    const result = tidyLayout(given);
    expectGoodOrder(given, result);
    expect(result.positions.pool![0]).toBeGreaterThanOrEqual(result.positions.web![0] + 184 + 64);
    expect(result.positions.m1![0]).toBeGreaterThan(result.positions.m0![0]);
  });

  test('lets a connection into a frame count where both ends can be seen', () => {
    const given = input(
      [
        part('web', 800, 0),
        frame('zone'),
        frame('pool', 'zone'),
        part('s', 0, 0, { parent: 'pool' }),
      ],
      ['web s'],
    );
    const result = tidyLayout(given);
    expectGoodOrder(given, result);
    expect(result.positions.zone![0]).toBeGreaterThan(result.positions.web![0] + 184);
  });

  test('takes parts called like what every object has', () => {
    const [around, ...names] = ['valueOf', 'constructor', 'toString', 'hasOwnProperty'] as const;
    const given = input(
      [frame(around), ...names.map((id, at) => part(id, 0, 100 * at, { parent: around }))],
      ['constructor toString', 'toString hasOwnProperty'],
    );
    const note = { id: 'prototype', box: { x: 0, y: 500, width: 208, height: 96 } };
    const { positions, sizes } = tidyLayout({ ...given, notes: [note] });
    const [a, b, c] = names.map((id) => positions[id]?.[0]);
    expect([a! < b!, b! < c!]).toEqual([true, true]);
    expect(Object.keys(sizes)).toEqual([around]);
    expect(sizes.constructor).toBeUndefined();
  });

  test('leaves an empty frame as large as it is', () => {
    const { sizes } = tidyLayout(input([frame('pool'), part('a', 0, 400)]));
    expect(sizes).toEqual({});
  });

  test('leaves room for what is attached to a part', () => {
    const note = { x: 0, y: 88, width: 208, height: 96 };
    const parts = [
      part('web', 0, 0),
      part('a', 300, 0, { attached: [note] }),
      part('b', 300, 20),
      part('c', 300, 40),
    ];
    const { positions } = tidyLayout(input(parts, ['web a', 'web b', 'web c']));
    const [x, y] = positions.a!;
    const box = { x, y: y + 88, width: 208, height: 96 };
    for (const id of ['b', 'c']) {
      const [left, top] = positions[id]!;
      expect(overlap(box, { x: left, y: top, width: 184, height: 76 })).toBe(false);
    }
  });

  test('takes a free note along and lets it cover nothing', () => {
    const box = { x: 200, y: 0, width: 208, height: 96 };
    const given = {
      ...input([part('a', 0, 0), part('b', 600, 300)], ['a b']),
      notes: [{ id: 'n', box }],
    };
    const result = tidyLayout(given);
    const [x, y] = result.positions.n ?? [box.x, box.y];
    for (const other of boxesOf(given, result).values()) {
      expect(overlap({ ...box, x, y }, other)).toBe(false);
    }
  });

  test('moves a selection aside rather than over what stays', () => {
    const stays = { x: 0, y: 90, width: 184, height: 76 };
    const given = {
      ...input([part('a', 0, 0), part('b', 40, 40)], ['a b']),
      standing: [{ parent: null, box: stays }],
    };
    const boxes = boxesOf(given, tidyLayout(given));
    for (const box of boxes.values()) expect(overlap(box, stays)).toBe(false);
  });

  test('puts what is not connected in rows', () => {
    const parts = Array.from({ length: 30 }, (_, i) => part(`p${i}`, i, i));
    const given = input(parts);
    const result = tidyLayout(given);
    expectGoodOrder(given, result);
    expect(new Set(parts.map(({ id }) => result.positions[id]![0])).size).toBe(3);
  });
});

/** Diagrams of any shape: frames in frames, cycles, connections to frames, several pieces. */
const diagrams = fc
  .array(fc.record({ isFrame: fc.boolean(), parent: fc.nat(), x: fc.nat(2000), y: fc.nat(2000) }), {
    minLength: 2,
    maxLength: 24,
  })
  .chain((shapes) => {
    const parts = shapes.map(({ isFrame, parent, x, y }, index) => {
      const frames = shapes.flatMap((shape, i) => (i < index && shape.isFrame ? [`p${i}`] : []));
      const holder = frames[parent % (frames.length + 1)] ?? null;
      const size = isFrame ? { width: 320, height: 240 } : { width: 184, height: 76 };
      return part(`p${index}`, x, y, { isFrame, parent: holder, box: { x, y, ...size } });
    });
    const id = fc.nat(parts.length - 1).map((index) => `p${index}`);
    return fc
      .array(fc.record({ from: id, to: id }), { maxLength: 40 })
      .map((edges): TidyInput => ({ parts, edges, standing: [], notes: [] }));
  });

test('whatever the diagram, nothing overlaps and members lie inside their frames', () => {
  fc.assert(
    fc.property(diagrams, (given) => {
      expectGoodOrder(given, tidyLayout(given));
    }),
    { numRuns: 150 },
  );
});

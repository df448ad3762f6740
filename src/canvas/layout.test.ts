import { describe, expect, test } from 'vitest';
import { replicasOf } from '../document/derived.ts';
import type { DocumentEdge, DocumentNode } from '../document/types.ts';
import type { Box } from '../worker/protocol.ts';
import { anchorsBetween, trunksIn } from './lanes.ts';
import { CARD, frameAt, freePlace, layOut, noteBoxes, overlaps } from './layout.ts';

const frameSizeOf = (kind: string) => (kind === 'frame' ? ([300, 200] as const) : null);
const card = (id: string, x: number, y: number, frame?: string): DocumentNode => ({
  id,
  kind: 'card',
  at: [x, y],
  ...(frame === undefined ? {} : { in: frame }),
});
const frame = (id: string, x: number, y: number): DocumentNode => ({
  id,
  kind: 'frame',
  at: [x, y],
});
const edge = (id: string, from: string, to: string): DocumentEdge => ({ id, from, to });

describe('boxes', () => {
  test('a member lies relative to its frame, also when the frame comes later in the document', () => {
    const { boxes } = layOut([card('a', 16, 48, 'f'), frame('f', 100, 200)], [], { frameSizeOf });
    expect(boxes.get('a')).toEqual({ x: 116, y: 248, ...CARD });
  });

  test('a frame grows to hold its members, but not after one that a hand carries out of it', () => {
    const nodes = [frame('f', 0, 0), card('a', 280, 48, 'f')];
    expect(layOut(nodes, [], { frameSizeOf }).boxes.get('f')?.width).toBe(280 + CARD.width + 16);
    const drafts = { at: new Map([['a', [900, 48] as const]]), size: new Map() };
    expect(layOut(nodes, [], { frameSizeOf, drafts }).boxes.get('f')?.width).toBe(300);
  });

  test('a frame grows to the left and upwards too, while what is in it stays where it is', () => {
    const nodes = [
      frame('outer', 0, 0),
      { ...frame('f', 40, 80), in: 'outer' },
      card('a', -30, 10, 'f'),
    ];
    const { boxes, origins } = layOut(nodes, [], { frameSizeOf });
    expect(boxes.get('a')).toEqual({ x: 10, y: 90, ...CARD });
    expect(boxes.get('f')).toEqual({ x: 2, y: 50, width: 338, height: 230 });
    expect(origins.get('f')).toEqual([40, 80]);
    // The frame around it makes room for it in turn.
    expect(boxes.get('outer')).toEqual({ x: -6, y: 0, width: 362, height: 296 });
  });

  test('a part with replicas is drawn around their small cards, and its frame around it', () => {
    const template: DocumentNode = {
      ...card('s', 24, 48, 'f'),
      replicas: { min: 2, max: 12 },
    };
    const nodes = [frame('f', 0, 0), template, ...replicasOf(template)];
    const { boxes, lanes } = layOut(nodes, [edge('e', 'f', 'x')], { frameSizeOf });
    expect(lanes).toEqual([]);
    const around = boxes.get('s');
    for (const { id } of replicasOf(template)) {
      const box = boxes.get(id);
      expect(box).toMatchObject({ width: 112, height: 40 });
      expect(overlaps(box as Box, around as Box)).toBe(true);
    }
    expect(around).toEqual({ x: 24, y: 48, width: 256, height: 432 });
    expect(boxes.get('f')?.height).toBeGreaterThan(480);
    const folded = layOut(nodes, [], { frameSizeOf, folded: new Set(['s']) }).boxes;
    expect(folded.get('s')).toMatchObject({ ...CARD });
    expect(folded.has('s.1')).toBe(false);
  });

  test('a note hangs from where its node is, not from how far that reaches', () => {
    const nodes = [frame('f', 100, 100), card('a', -30, 48, 'f')];
    const { origins } = layOut(nodes, [], { frameSizeOf });
    const [box] = noteBoxes([{ id: 'n', text: '', at: [0, 8], on: 'f' }], origins).values();
    expect(box).toMatchObject({ x: 100, y: 108 });
    expect(noteBoxes([{ id: 'n', text: '', at: [0, 8], on: 'gone' }], origins).size).toBe(0);
  });

  test('frames that claim to contain each other do not hang the page', () => {
    const nodes = [
      { ...frame('f', 0, 0), in: 'g' },
      { ...frame('g', 0, 0), in: 'f' },
    ];
    expect(layOut(nodes, [edge('e', 'f', 'g')], { frameSizeOf }).boxes.size).toBe(2);
  });
});

describe('lanes', () => {
  const nodes = [
    card('lb', 0, 0),
    frame('f', 400, 0),
    card('a', 16, 48, 'f'),
    card('b', 16, 148, 'f'),
  ];

  test('an edge between cards is one lane with the name of the edge', () => {
    const { lanes } = layOut([card('x', 0, 0), card('y', 400, 0)], [edge('e', 'x', 'y')], {
      frameSizeOf,
    });
    expect(lanes.map((lane) => lane.id)).toEqual(['e']);
    expect(lanes[0]?.curve.slice(0, 2)).toEqual([CARD.width, CARD.height / 2]);
    expect(lanes[0]?.curve.slice(6)).toEqual([400, CARD.height / 2]);
  });

  test('an edge into a frame is a lane to each member', () => {
    const { lanes } = layOut(nodes, [edge('e', 'lb', 'f')], { frameSizeOf });
    expect(lanes.map((lane) => [lane.id, lane.to])).toEqual([
      ['e/a', 'a'],
      ['e/b', 'b'],
    ]);
    expect(trunksIn(lanes).size).toBe(0);
  });

  test('an edge out of a frame is a lane from each member', () => {
    const { lanes } = layOut(nodes, [edge('e', 'f', 'lb')], { frameSizeOf });
    expect(lanes.map((lane) => [lane.id, lane.from])).toEqual([
      ['e/a', 'a'],
      ['e/b', 'b'],
    ]);
  });

  test('an edge to an empty frame is drawn to the frame itself', () => {
    const { lanes } = layOut([card('lb', 0, 0), frame('f', 400, 0)], [edge('e', 'lb', 'f')], {
      frameSizeOf,
    });
    expect(lanes.map((lane) => [lane.id, lane.to])).toEqual([['e', 'f']]);
  });

  test('from frame to frame all lanes run in one trunk', () => {
    const two = [...nodes, frame('g', 900, 0), card('c', 16, 48, 'g'), card('d', 16, 148, 'g')];
    const { lanes, boxes } = layOut(two, [edge('e', 'f', 'g')], { frameSizeOf });
    expect(lanes.map(({ id }) => id)).toEqual(['e/a/c', 'e/a/d', 'e/b/c', 'e/b/d']);
    expect(new Set(lanes.map(({ curve }) => curve)).size).toBe(1);
    expect([...trunksIn(lanes)]).toEqual(['e']);
    const right = (boxes.get('f')?.x ?? 0) + (boxes.get('f')?.width ?? 0);
    expect(lanes[0]?.curve[0]).toBe(right);
    expect(lanes[0]?.curve[6]).toBe(900);
  });

  test('what a folded frame hides is not drawn, and its lanes end at the frame', () => {
    const inner = edge('i', 'a', 'b');
    const folded = new Set(['f', 'gone']);
    const { lanes, boxes, hidden } = layOut(nodes, [edge('e', 'lb', 'f'), inner], {
      frameSizeOf,
      folded,
    });
    expect([...boxes.keys()]).toEqual(['lb', 'f']);
    expect(boxes.get('f')).toEqual({ x: 400, y: 0, ...CARD });
    expect([...hidden]).toEqual([
      ['a', 'f'],
      ['b', 'f'],
    ]);
    expect(lanes.map(({ id, from, to }) => [id, from, to])).toEqual([
      ['e/a', 'lb', 'f'],
      ['e/b', 'lb', 'f'],
    ]);
    expect(new Set(lanes.map(({ curve }) => curve)).size).toBe(1);
  });

  test('of folded frames within each other the outermost is shown', () => {
    const nested = [frame('o', 0, 0), { ...frame('f', 20, 60), in: 'o' }, card('a', 16, 48, 'f')];
    const { hidden, boxes } = layOut(nested, [], { frameSizeOf, folded: new Set(['f', 'o']) });
    expect(hidden.get('a')).toBe('o');
    expect([...boxes.keys()]).toEqual(['o']);
  });

  test('an edge whose end is gone is not drawn', () => {
    expect(layOut([card('lb', 0, 0)], [edge('e', 'lb', 'gone')], { frameSizeOf }).lanes).toEqual(
      [],
    );
  });

  test('edges between the same two cards lie beside each other, evenly about the middle', () => {
    const nodes = [card('a', 0, 0), card('b', 600, 0)];
    const { lanes } = layOut(nodes, [edge('e', 'a', 'b'), edge('f', 'a', 'b')], { frameSizeOf });
    const [first = 0, second = 0] = lanes.map(({ curve }) => curve[1]);
    expect(second - first).toBeGreaterThan(10);
    expect((first + second) / 2).toBe(CARD.height / 2);
    const many = Array.from({ length: 9 }, (_, i) => edge(`e${i}`, 'a', 'b'));
    for (const { curve } of layOut(nodes, many, { frameSizeOf }).lanes) {
      expect(curve[1]).toBeGreaterThan(0);
      expect(curve[1]).toBeLessThan(CARD.height);
    }
  });

  test('an edge uses the sides that face each other', () => {
    const here = { x: 0, y: 0, width: 100, height: 50 };
    const sides = (x: number, y: number) =>
      anchorsBetween(here, { x, y, width: 100, height: 50 }).map((anchor) => anchor.side);
    expect(sides(200, 0)).toEqual(['right', 'left']);
    expect(sides(-200, 0)).toEqual(['left', 'right']);
    expect(sides(20, 200)).toEqual(['bottom', 'top']);
    expect(sides(20, -200)).toEqual(['top', 'bottom']);
    expect(sides(110, 200)).toEqual(['bottom', 'top']);
    expect(sides(110, 20)).toEqual(['right', 'left']);
  });
});

describe('places', () => {
  test('the innermost frame under a point is the one meant', () => {
    const nodes = [
      frame('outer', 0, 0),
      { ...frame('inner', 20, 40), in: 'outer', size: [100, 60] as [number, number] },
    ];
    const { boxes } = layOut(nodes, [], { frameSizeOf });
    expect(frameAt([50, 60], nodes, boxes)?.id).toBe('inner');
    expect(frameAt([250, 150], nodes, boxes)?.id).toBe('outer');
    expect(frameAt([900, 900], nodes, boxes)).toBeNull();
  });

  test('a new card covers none that is there', () => {
    const taken = [
      { x: 0, y: 0, width: 184, height: 76 },
      { x: 0, y: 100, width: 184, height: 76 },
    ];
    expect(freePlace([3, 2], [184, 76], taken)).toEqual([0, 200]);
  });
});

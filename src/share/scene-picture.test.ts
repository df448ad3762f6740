import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withDerived } from '../document/derived.ts';
import { partsOf } from '../document/parts.ts';
import { validate } from '../document/schema.ts';
import type { DocumentNode, SceneDocument } from '../document/types.ts';
import { depotSpec, dockSpec } from '../kinds/shared/canary.test-support.ts';
import { specs } from '../kinds/specs.ts';
import type { Shape } from '../lib/display-list.ts';
import { type ScenePicture, scenePicture } from './scene-picture.ts';

const known = { entries: specs, specs };
const SIZE = { width: 264, height: 148 };
const folder = new URL('../scenarios/', import.meta.url);
const scenes = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => {
    const result = validate(JSON.parse(readFileSync(new URL(name, folder), 'utf8')), specs);
    if (!result.ok) throw new Error(`${name}: ${result.error.message}`);
    return [name, result.document] as const;
  });

const empty: SceneDocument = {
  version: 2,
  title: '',
  seed: 1,
  nodes: [],
  edges: [],
  commands: [],
};

/**
 * Left, top, right and bottom of what a shape covers; a text is cut to its room, which is checked
 * with it.
 */
function extent(shape: Shape): [number, number, number, number] {
  switch (shape.s) {
    case 'rect':
      return [shape.x, shape.y, shape.x + shape.w, shape.y + shape.h];
    case 'text':
      return [shape.x, shape.y - shape.size, shape.x + (shape.max ?? 0), shape.y];
    case 'line': {
      const xs = shape.points.filter((_, i) => i % 2 === 0);
      const ys = shape.points.filter((_, i) => i % 2 === 1);
      return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
    }
    default:
      return [shape.x - shape.r, shape.y - shape.r, shape.x + shape.r, shape.y + shape.r];
  }
}

function outside({ width, height, shapes, icons }: ScenePicture): unknown[] {
  const boxes = [
    ...shapes.map((shape) => [shape, extent(shape)] as const),
    ...icons.map(
      (icon) => [icon, [icon.x, icon.y, icon.x + icon.size, icon.y + icon.size]] as const,
    ),
  ];
  const isIn = (x: unknown, most: number) =>
    typeof x === 'number' && x >= -0.01 && x <= most + 0.01;
  return boxes
    .filter(
      ([, [l, t, r, b]]) =>
        !(isIn(l, width) && isIn(r, width) && isIn(t, height) && isIn(b, height)),
    )
    .map(([shape]) => shape);
}

describe('the picture of a scene', () => {
  for (const [name, document] of scenes) {
    test(`${name} is drawn whole, within its size`, () => {
      const picture = scenePicture(document, known, SIZE);
      expect(outside(picture)).toEqual([]);
      const { nodes, edges } = partsOf(document);
      const members = withDerived({ nodes, edges }, specs).nodes;
      const frames = members.filter((node) => specs[node.kind]?.frame ?? node.replicas);
      const rects = picture.shapes.filter((shape) => shape.s === 'rect');
      expect(rects).toHaveLength(1 + members.length);
      expect(picture.icons).toHaveLength(members.length - frames.length);
      expect(picture.shapes.filter((shape) => shape.s === 'line').length).toBeGreaterThan(0);
    });
  }

  test('nothing ever lies outside, whatever is placed wherever', () => {
    const at = fc.tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: -1e6, max: 1e6 }));
    const kinds = [...Object.keys(specs), 'of another world'];
    const node = fc.record({ kind: fc.constantFrom(...kinds), at, name: fc.string() });
    const sizes = fc.record({
      width: fc.integer({ min: 60, max: 1200 }),
      height: fc.integer({ min: 40, max: 700 }),
    });
    fc.assert(
      fc.property(fc.array(node, { maxLength: 12 }), sizes, (placed, size) => {
        const nodes: DocumentNode[] = placed.map((one, i) => ({ ...one, id: `n${i}` }));
        const edges = nodes.slice(1).map(({ id }, i) => ({ id: `e${i}`, from: 'n0', to: id }));
        const picture = scenePicture({ ...empty, nodes, edges }, known, size);
        expect(outside(picture)).toEqual([]);
        expect(JSON.stringify(picture)).not.toMatch(/null|NaN/);
      }),
      { numRuns: 100 },
    );
  });

  test('an empty table is an empty picture', () => {
    expect(scenePicture(empty, known, SIZE).shapes).toHaveLength(1);
  });

  test('what joins later is dashed, and a note has its place', () => {
    const picture = scenePicture(
      {
        ...empty,
        nodes: [{ id: 'a', kind: 'server', at: [0, 0] }],
        commands: [{ at: 5, do: 'add', nodes: [{ id: 'b', kind: 'server', at: [0, 200] }] }],
        notes: [{ id: 'n', text: 'Hello', at: [0, 96], on: 'a' }],
      },
      known,
      SIZE,
    );
    const rects = picture.shapes.flatMap((shape) => (shape.s === 'rect' ? [shape] : []));
    expect(rects.map(({ dash, fill }) => [fill, dash])).toEqual([
      ['surface', undefined],
      ['island', undefined],
      ['island', undefined],
      ['surface', 'dashed'],
    ]);
  });

  describe('of a frame around a part that is there six times', () => {
    const nodes: DocumentNode[] = [
      { id: 'lb', kind: 'load-balancer', at: [0, 0] },
      { id: 'pool', kind: 'pool', at: [300, 0] },
      { id: 'app', kind: 'server', at: [24, 48], in: 'pool', replicas: { min: 1, max: 6 } },
    ];
    const edges = [{ id: 'e', from: 'lb', to: 'pool', protocol: 'http' }];
    const commands = [{ at: 5, do: 'crash' as const, node: 'app.3' }];
    const whole: SceneDocument = { ...empty, nodes, edges, commands };
    const small = (picture: ScenePicture) =>
      picture.shapes.flatMap((shape) =>
        shape.s === 'rect' && shape.fill === 'island' ? [shape] : [],
      );
    const circles = (picture: ScenePicture) =>
      picture.shapes.flatMap((shape) => (shape.s === 'circle' ? [shape] : []));

    test('each replica is a small card with its line, and one of them breaks', () => {
      const picture = scenePicture(whole, known, SIZE);
      const [balancer, ...replicas] = small(picture);
      expect(replicas).toHaveLength(6);
      expect(new Set(replicas.map(({ w }) => Math.round(w)))).toHaveLength(1);
      expect(replicas[0]?.w).toBeCloseTo(((balancer?.w ?? 0) * 112) / 184);
      const third = replicas[2];
      expect(circles(picture).map(({ x, y }) => [x, y])).toEqual([
        [(third?.x ?? 0) + (third?.w ?? 0), third?.y],
      ]);
    });

    test('folded, it is a card with a dot for each, and the cross is at its corner', () => {
      const picture = scenePicture({ ...whole, view: { folded: ['pool'] } }, known, SIZE);
      const cards = small(picture);
      expect(cards).toHaveLength(2);
      expect(cards[0]?.w).toBeCloseTo(cards[1]?.w ?? 0);
      const dots = circles(picture).filter(({ fill }) => fill === 'ok');
      expect(dots).toHaveLength(6);
      const spots = circles(picture).filter(({ fill }) => fill === 'surface');
      expect(spots).toEqual([expect.objectContaining({ y: cards[1]?.y })]);
      expect(outside(picture)).toEqual([]);
    });
  });

  test('from frame to frame there is one line, and inside them hairlines without an arrow', () => {
    const nodes: DocumentNode[] = [
      { id: 'pair', kind: 'balancer-cluster', at: [0, 0] },
      { id: 'a', kind: 'load-balancer', at: [24, 48], in: 'pair' },
      { id: 'b', kind: 'load-balancer', at: [24, 160], in: 'pair' },
      { id: 'pool', kind: 'pool', at: [400, 0] },
      { id: 'c', kind: 'server', at: [24, 48], in: 'pool' },
      { id: 'd', kind: 'server', at: [24, 160], in: 'pool' },
    ];
    const edges = [{ id: 'e', from: 'pair', to: 'pool', protocol: 'http' }];
    const { shapes } = scenePicture({ ...empty, nodes, edges }, known, SIZE);
    const lines = shapes.flatMap((shape) => (shape.s === 'line' ? [shape.width ?? 1] : []));
    // One link each way.
    expect(lines.filter((width) => width < 1)).toHaveLength(2);
    expect(lines.filter((width) => width === 1)).toHaveLength(2);
  });

  test('a cross stands where a command breaks something, and where nothing breaks there is none', () => {
    const crosses = (commands: SceneDocument['commands']) => {
      const nodes = [
        { id: 'a', kind: 'client', at: [0, 0] as [number, number] },
        { id: 'b', kind: 'server', at: [300, 0] as [number, number] },
      ];
      const edges = [{ id: 'e', from: 'a', to: 'b' }];
      const { shapes } = scenePicture({ ...empty, nodes, edges, commands }, known, SIZE);
      const spots = shapes.flatMap((shape) => (shape.s === 'circle' ? [shape] : []));
      return spots.map(({ x, y }) => [Math.round(x), Math.round(y)]);
    };
    const onServer = crosses([{ at: 5, do: 'crash', node: 'b' }]);
    const onLine = crosses([{ at: 5, do: 'cut', edge: 'e' }]);
    expect([onServer.length, onLine.length]).toEqual([1, 1]);
    // The line ends at the card's left edge, the cross is at its right corner.
    expect(onServer[0]?.[0]).toBeGreaterThan(onLine[0]?.[0] ?? Infinity);
    expect(
      crosses([
        { at: 5, do: 'restart', node: 'b' },
        { at: 6, do: 'heal', edge: 'e' },
        { at: 7, do: 'burst', node: 'a', factor: 3, for: 1000 },
      ]),
    ).toEqual([]);
  });

  test('a frame that breaks has its cross, too', () => {
    const nodes: DocumentNode[] = [
      { id: 'zone', kind: 'zone', at: [0, 0] },
      { id: 'a', kind: 'server', at: [24, 48], in: 'zone' },
    ];
    const commands = [{ at: 5, do: 'crash' as const, node: 'zone' }];
    const { shapes } = scenePicture({ ...empty, nodes, commands }, known, SIZE);
    const [, frame] = shapes.flatMap((shape) => (shape.s === 'rect' ? [shape] : []));
    const spots = shapes.flatMap((shape) => (shape.s === 'circle' ? [[shape.x, shape.y]] : []));
    expect(spots).toEqual([[(frame?.x ?? 0) + (frame?.w ?? 0), frame?.y]]);
  });

  test('kinds that the product does not list are drawn by what they say of themselves', () => {
    const listed = { depot: depotSpec, dock: dockSpec };
    const nodes: DocumentNode[] = [
      { id: 'a', kind: 'dock', at: [0, 0] },
      { id: 'b', kind: 'depot', at: [200, 0] },
    ];
    const commands = [{ at: 5, do: 'act', node: 'b', act: 'damp', args: { share: 0.5 } }];
    const { shapes, icons } = scenePicture(
      { ...empty, nodes, edges: [{ id: 'e', from: 'a', to: 'b', protocol: 'parcels' }], commands },
      { entries: listed, specs: listed },
      SIZE,
    );
    expect(icons.map(({ name, ink }) => [name, ink])).toEqual([
      ['ship', 'compute'],
      ['box', 'compute'],
    ]);
    expect(shapes.flatMap((shape) => (shape.s === 'text' ? shape.text : []))).toEqual([
      'Dock',
      'Depot',
    ]);
    // The cross of what damp will break.
    expect(shapes.filter((shape) => 'stroke' in shape && shape.stroke === 'bad')).toHaveLength(2);
  });

  test('two cards and a line, to the pixel', () => {
    const picture = scenePicture(
      {
        ...empty,
        nodes: [
          { id: 'a', kind: 'client', name: 'visitors', at: [0, 0] },
          { id: 'b', kind: 'server', name: 'server', at: [300, 0] },
        ],
        edges: [{ id: 'e', from: 'a', to: 'b' }],
      },
      known,
      { width: 484, height: 100 },
    );
    const round = (x: number) => Math.round(x * 10) / 10;
    expect(
      picture.shapes.map((shape) =>
        shape.s === 'line'
          ? ['line', ...shape.points.slice(0, 2).map(round), ...shape.points.slice(-2).map(round)]
          : shape.s === 'rect'
            ? ['rect', ...[shape.x, shape.y, shape.w, shape.h].map(round)]
            : shape.s === 'text'
              ? ['text', shape.text, round(shape.x), round(shape.y), round(shape.max ?? 0)]
              : [shape.s],
      ),
    ).toMatchInlineSnapshot(`
      [
        [
          "rect",
          0,
          0,
          484,
          100,
        ],
        [
          "line",
          200.2,
          50,
          283.8,
          50,
        ],
        [
          "line",
          279.8,
          47.6,
          279.8,
          52.4,
        ],
        [
          "rect",
          67.8,
          22.6,
          132.5,
          54.7,
        ],
        [
          "text",
          "visitors",
          101.8,
          54,
          92.5,
        ],
        [
          "rect",
          283.8,
          22.6,
          132.5,
          54.7,
        ],
        [
          "text",
          "server",
          317.8,
          54,
          92.5,
        ],
      ]
    `);
    expect(picture.icons.map(({ name, ink }) => [name, ink])).toEqual([
      ['monitor-smartphone', 'traffic'],
      ['server', 'compute'],
    ]);
  });
});

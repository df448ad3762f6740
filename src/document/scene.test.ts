import { describe, expect, test } from 'vitest';
import { lineBetween, surroundings } from './connect.ts';
import { describeIntervention } from './deeds.ts';
import { everything, sceneOf, shop, specs } from './document.test-support.ts';
import { freshId } from './fresh-id.ts';
import { applyIntervention } from './intervention.ts';
import { sceneAt } from './scene.ts';
import type { DocumentCommand, Intervention } from './types.ts';

const ids = (parts: readonly { id: string }[]) => parts.map((part) => part.id).join(' ');
const sink = (id: string, more: object = {}) => ({
  id,
  kind: 'sink',
  at: [0, 0] as [number, number],
  ...more,
});

describe('what stands on the table', () => {
  test('an edge that carries something else leaves the port of what it carried before', () => {
    const [, , s1, s2] = shop().nodes;
    const ports = { replication: { label: 'Log', names: () => ['log 1'] } };
    const made = { ...specs, sink: { ...specs.sink!, gives: specs.sink!.takes, ports } };
    const edge = { id: 'e1', from: 's1', to: 's2', protocol: 'replication', port: 'log 1' };
    const act = { do: 'reconnect', edge: 'e1', from: 's1', to: 's2', protocol: 'request' };
    const scene = { nodes: [s1!, s2!], edges: [edge] };
    const { port: _port, ...led } = { ...edge, protocol: 'request' };
    expect(applyIntervention(scene, act, made)).toEqual({
      ok: true,
      scene: { ...scene, edges: [led] },
    });
  });

  test('commands have happened at their very moment, in the order listed', () => {
    const document = shop([
      { at: 10, do: 'add', nodes: [sink('s3')] },
      { at: 10, do: 'set', node: 's3', config: { slots: 2 } },
      { at: 10, do: 'set', node: 's3', config: { slots: 3 } },
      { at: 20, do: 'remove', nodes: ['s3', 'lb'] },
    ]);
    expect(ids(sceneAt(document, 9.9994, specs).nodes)).toBe('web lb s1 s2');
    const then = sceneAt(document, 10, specs);
    expect(then.nodes.at(-1)).toEqual(sink('s3', { config: { slots: 3 } }));
    expect(sceneAt(document, 20, specs)).toMatchObject({ edges: [], skipped: [] });
    expect(ids(sceneAt(document, 20, specs).nodes)).toBe('web s1 s2');
  });

  test('what joins later is a ghost that says when', () => {
    const document = shop([
      { at: 10, do: 'add', nodes: [sink('s3'), sink('s1')] },
      { at: 30, do: 'add', nodes: [sink('s3')], edges: [{ id: 'e9', from: 'lb', to: 's3' }] },
    ]);
    expect(sceneAt(document, 0, specs).ghosts).toEqual([
      { id: 's3', joinsAt: 10 },
      { id: 'e9', joinsAt: 30 },
    ]);
    expect(sceneAt(document, 10, specs).ghosts).toEqual([{ id: 'e9', joinsAt: 30 }]);
  });

  test('faults in force: each until it ends, the process dies, or the node goes', () => {
    const document = shop([
      { at: 1, do: 'hang', node: 's1' },
      { at: 2, do: 'slow', node: 's1', factor: 4 },
      { at: 3, do: 'crash', node: 's1' },
      { at: 3, do: 'burst', node: 'web', factor: 5, for: 2 },
      { at: 3, do: 'cut', edge: 'e2', way: 'back' },
      { at: 4, do: 'restart', node: 's1' },
      { at: 4.5, do: 'slow', node: 's1', factor: 2 },
      { at: 5, do: 'slow', node: 's1', factor: 1 },
      { at: 5, do: 'heal', edge: 'e2' },
      { at: 6, do: 'errors', node: 's1', rate: 0.5 },
      { at: 7, do: 'remove', nodes: ['s1'] },
    ]);
    const faults = (at: number) => sceneAt(document, at, specs).faults;
    expect(faults(0)).toEqual({});
    expect(faults(2)).toEqual({ s1: { hang: {}, slow: { factor: 4 } } });
    expect(faults(3)).toEqual({
      s1: { crash: {} },
      web: { burst: { factor: 5, for: 2, until: 5 } },
      e2: { cut: { way: 'back' } },
    });
    expect(faults(4).s1).toBeUndefined();
    expect(faults(4.5)).toMatchObject({ s1: { slow: { factor: 2 } } });
    expect(faults(5)).toEqual({});
    expect(faults(6)).toEqual({ s1: { errors: { rate: 0.5 } } });
    expect(faults(7)).toEqual({});
    expect(faults(0).toString).toBeUndefined();
  });

  test('what an edge loses, delays and cuts ends each by itself, or with healing at once', () => {
    const document = shop([
      { at: 1, do: 'lose', edge: 'e1', rate: 0.5 },
      { at: 1, do: 'delay', edge: 'e1', by: 200 },
      { at: 1, do: 'cut', edge: 'e2' },
      { at: 2, do: 'lose', edge: 'e1', rate: 0.1 },
      { at: 3, do: 'delay', edge: 'e1', by: 0 },
      { at: 4, do: 'lose', edge: 'e1', rate: 0 },
      { at: 5, do: 'lose', edge: 'e2', rate: 1 },
      { at: 5, do: 'reconnect', edge: 'e2', from: 'web', to: 's1' },
      { at: 6, do: 'heal', edge: 'e2' },
    ]);
    const faults = (ms: number) => sceneAt(document, ms, specs).faults;
    expect(faults(1)).toEqual({
      e1: { lose: { rate: 0.5 }, delay: { by: 200 } },
      e2: { cut: { way: 'both' } },
    });
    expect(faults(2).e1).toEqual({ lose: { rate: 0.1 }, delay: { by: 200 } });
    expect(faults(3).e1).toEqual({ lose: { rate: 0.1 } });
    expect(faults(4)).toEqual({ e2: { cut: { way: 'both' } } });
    expect(faults(5)).toEqual({ e2: { cut: { way: 'both' }, lose: { rate: 1 } } });
    expect(faults(6)).toEqual({});
  });

  test('of everything there is, exactly what no longer applies is skipped', () => {
    const { skipped } = sceneAt(everything(), 1e9, specs);
    expect(skipped).toEqual([{ command: 3, why: 'There is no node "nobody" at this moment.' }]);
  });
});

describe('an intervention that no longer applies says why', () => {
  const cases: [string, Intervention, string][] = [
    ['a node that is gone', { do: 'crash', node: 'x' }, 'There is no node "x" at this moment.'],
    ['an edge that is gone', { do: 'heal', edge: 'x' }, 'There is no edge "x" at this moment.'],
    [
      'a fault the kind does not know',
      { do: 'crash', node: 'web' },
      'Source does not know "crash".',
    ],
    [
      'a setting out of range',
      { do: 'set', node: 's1', config: { slots: 0 } },
      'slots is 0: give a number of at least 1.',
    ],
    ['an id that is taken', { do: 'add', nodes: [sink('s1')] }, 'There is a part "s1" already.'],
    ['an id that an edge has', { do: 'add', nodes: [sink('e1')] }, 'There is a part "e1" already.'],
    ['nothing to add', { do: 'add' }, 'Nothing joins.'],
    [
      'a frame that is gone',
      { do: 'add', nodes: [sink('s9', { in: 'p' })] },
      'There is no frame "p" at this moment.',
    ],
    [
      'an end that is gone',
      { do: 'add', edges: [{ id: 'x', from: 'lb', to: 's9' }] },
      'There is no node "s9" to end at.',
    ],
    [
      'a place in a frame that is gone',
      { do: 'place', nodes: ['s1'], in: 'p' },
      'There is no frame "p" at this moment.',
    ],
    [
      'a place in what is no frame',
      { do: 'place', nodes: ['s1'], in: 's2' },
      'Sink is not a frame: nothing can be inside it.',
    ],
    [
      'a removal of what is gone',
      { do: 'remove', nodes: ['x'] },
      'There is no node "x" at this moment.',
    ],
  ];
  test.each(cases)('%s', (_, act, why) => {
    expect(applyIntervention(shop(), act, specs)).toEqual({ ok: false, why });
  });

  test('what can join joins, the rest is left out', () => {
    const outcome = applyIntervention(
      shop(),
      {
        do: 'add',
        nodes: [sink('s1'), sink('s3'), sink('s4', { in: 's5' }), sink('s5', { in: 'gone' })],
        edges: [
          { id: 'e9', from: 'lb', to: 's3' },
          { id: 'e10', from: 'lb', to: 's3' },
          { id: 'e11', from: 'lb', to: 's4' },
        ],
      },
      specs,
    );
    if (!outcome.ok) throw new Error(outcome.why);
    expect(ids(outcome.scene.nodes)).toBe('web lb s1 s2 s3');
    expect(ids(outcome.scene.edges)).toBe('e1 e2 e3 e9');
    expect(outcome.leftOut).toBe('There is a part "s1" already.');
  });

  test('a changed setting that equals the default is left out of the settings again', () => {
    const outcome = applyIntervention(
      shop(),
      { do: 'set', node: 's2', config: { slots: 4 } },
      specs,
    );
    expect(outcome.ok && outcome.scene.nodes[3]).toEqual({
      id: 's2',
      kind: 'sink',
      at: [576, 104],
    });
  });
});

describe('frames', () => {
  const frame = { id: 'p', kind: 'group', at: [100, 200] as [number, number] };
  const framed = (commands: DocumentCommand[]) => ({
    ...shop(),
    nodes: [
      ...shop().nodes,
      frame,
      { ...frame, id: 'q', at: [10, 20] as [number, number], in: 'p' },
    ],
    commands,
  });

  test('a node put into a frame stays where it was on the table unless told where to', () => {
    const document = framed([
      { at: 1, do: 'place', nodes: ['s1', 's2'], in: 'q', positions: { s2: [5, 6] } },
      { at: 2, do: 'place', nodes: ['s2'], in: null },
      { at: 3, do: 'remove', nodes: ['q'] },
    ]);
    const at = (ms: number, id: string) => {
      const node = sceneAt(document, ms, specs).nodes.find((candidate) => candidate.id === id);
      return [node?.in, node?.at];
    };
    expect(at(1, 's1')).toEqual(['q', [466, -220]]);
    expect(at(1, 's2')).toEqual(['q', [5, 6]]);
    expect(at(2, 's2')).toEqual([undefined, [115, 226]]);
    expect(at(3, 's1')).toEqual([undefined, [576, 0]]);
  });

  test('frames cannot contain each other, themselves, or who sends to them', () => {
    const why = (act: Intervention) => {
      const outcome = applyIntervention(framed([]), act, specs);
      return outcome.ok ? 'fine' : outcome.why;
    };
    expect(why({ do: 'place', nodes: ['p'], in: 'q' })).toBe(
      'Group contains Group: it cannot be inside it as well.',
    );
    expect(why({ do: 'place', nodes: ['p'], in: 'p' })).toBe('Group cannot be inside itself.');
    expect(why({ do: 'place', nodes: ['web'], in: 'p' })).toBe('Group cannot contain Source.');
    const connected = { ...framed([]), edges: [{ id: 'e', from: 'lb', to: 'p' }] };
    expect(applyIntervention(connected, { do: 'place', nodes: ['lb'], in: 'q' }, specs)).toEqual({
      ok: false,
      why: 'edge is inside Group, so it would send to itself.',
    });
  });
});

describe('connecting', () => {
  const scene = sceneOf({
    nodes: [
      ...shop().nodes,
      { id: 'p', kind: 'group', at: [0, 0] },
      sink('s3', { in: 'p' }),
      { id: 'tea', kind: 'teapot', at: [0, 0] },
    ],
    edges: shop().edges,
  });

  test.each<[string, string, string | null]>([
    ['lb', 'p', null],
    ['lb', 's3', null],
    ['s1', 's2', null],
    ['tea', 'web', null],
    ['web', 'lb', 'Source is already connected to edge.'],
    ['lb', 'web', 'Source accepts nothing, so it cannot be a target.'],
    ['s1', 'lb', 'Sink sends replication, and edge accepts only request.'],
    ['s1', 's1', 'Sink cannot be connected to itself.'],
    ['p', 's1', 'Group sends nothing, so it cannot be a source.'],
    ['s3', 'p', 'Sink is inside Group, so it would send to itself.'],
    ['p', 's3', 'Sink is inside Group: connect it from outside.'],
    ['lb', 'nobody', 'There is no node "nobody" to end at.'],
    ['constructor', 'lb', 'There is no node "constructor" to start from.'],
  ])('%s → %s', (from, to, why) => {
    const line = lineBetween(from, to, surroundings(scene, specs));
    expect(typeof line === 'string' ? line : null).toBe(why);
  });
});

test('a fresh id is short and was never used, not even by what is gone', () => {
  expect(freshId(shop(), 's')).toBe('s3');
  expect(freshId(shop([{ at: 1, do: 'crash', node: 's3' }]), 's')).toBe('s4');
  expect(freshId(everything(), 'e')).toBe('e8');
  expect(freshId(shop(), 'web')).toBe('web1');
  expect(freshId(everything(), 'n')).toBe('n3');
  const led = shop([{ at: 1, do: 'reconnect', edge: 'e4', from: 'lb', to: 's3' }]);
  expect([freshId(led, 'e'), freshId(led, 's')]).toEqual(['e5', 's4']);
});

test('interventions read like sentences', () => {
  const read = (act: Intervention) => describeIntervention(act, shop(), specs);
  expect(read({ do: 'crash', node: 'lb' })).toBe('Crash edge');
  expect(read({ do: 'slow', node: 's1', factor: 4 })).toBe('Slow Sink ×4');
  expect(read({ do: 'errors', node: 's1', rate: 0.125 })).toBe('Sink answers 12.5 % errors');
  expect(read({ do: 'cut', edge: 'e2', way: 'back' })).toBe('Cut edge → Sink (responses)');
  expect(read({ do: 'set', node: 's1', config: { service: { dist: 'constant', value: 1 } } })).toBe(
    'Set service time of Sink',
  );
  expect(read({ do: 'add', edges: [{ id: 'e9', from: 'lb', to: 's1' }] })).toBe(
    'Connect edge to Sink',
  );
  expect(read({ do: 'remove', nodes: ['s1', 's2'] })).toBe('Remove 2 parts');
  expect(read({ do: 'crash', node: 'gone' })).toBe('Crash gone');
  expect(read({ do: 'lose', edge: 'e1', rate: 0.25 })).toBe('Lose 25 % on Source → edge');
  expect(read({ do: 'delay', edge: 'e1', by: 200 })).toBe('Delay Source → edge by 200 ms');
  expect(read({ do: 'reconnect', edge: 'e2', from: 'web', to: 's2' })).toBe(
    'Move edge → Sink to Source → Sink',
  );
  expect(read({ do: 'reconnect', edge: 'gone', from: 'lb', to: 's2' })).toBe(
    'Move gone to edge → Sink',
  );
});

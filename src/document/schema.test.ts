import { describe, expect, test } from 'vitest';
import { everything, sceneOf, shop, specs } from './document.test-support.ts';
import { type DocumentErrorCode, errorCodes, failure } from './error.ts';
import { parseDocument, validate } from './schema.ts';
import type { DocumentCommand, SceneDocument } from './types.ts';

function rejection(data: unknown) {
  const result = validate(data, specs);
  if (result.ok) throw new Error('The document was accepted.');
  return result.error;
}

/** The shop with something else at one place. */
function changed(change: (document: SceneDocument) => void): SceneDocument {
  const document = structuredClone(shop());
  change(document);
  return document;
}

describe('a good document', () => {
  test('comes back as it was', () => {
    expect(validate(everything(), specs)).toEqual({ ok: true, document: everything() });
  });

  test('is a copy: what was given can be changed afterwards', () => {
    const given = shop();
    const result = validate(given, specs);
    given.nodes.length = 0;
    expect(result.ok && result.document.nodes.length).toBe(4);
  });

  test('loses settings that equal the default, and gets its commands in order of time', () => {
    const commands: DocumentCommand[] = [
      { at: 5, do: 'crash', node: 's1' },
      { at: 1, do: 'hang', node: 's1' },
      { at: 5, do: 'restart', node: 's1' },
    ];
    const result = validate(
      sceneOf({
        nodes: [
          {
            id: 's1',
            kind: 'sink',
            at: [0, 0],
            config: { slots: 4, boot: 1, service: { mean: 50, dist: 'exponential' } },
          },
          { id: 's2', kind: 'sink', at: [0, 0], config: { slots: 4 } },
        ],
        commands,
      }),
      specs,
    );
    if (!result.ok) throw new Error(result.error.message);
    expect(result.document.nodes.map((node) => node.config)).toEqual([{ boot: 1 }, undefined]);
    expect(result.document.commands.map((command) => command.do)).toEqual([
      'hang',
      'crash',
      'restart',
    ]);
  });

  test('may say where its schema is', () => {
    const result = validate({ $schema: './schema/document-1.json', ...shop() }, specs);
    expect(result).toEqual({ ok: true, document: shop() });
  });

  test('keeps an unknown kind with its settings untouched', () => {
    const node = { id: 'q', kind: 'teapot', at: [0, 0], config: { rate: 'x', deep: { a: [1] } } };
    const result = validate({ ...shop(), nodes: [...shop().nodes, node] }, specs);
    expect(result.ok && result.document.nodes.at(-1)).toEqual(node);
  });

  test('may name nodes in commands that are gone by then', () => {
    const document = shop([{ at: 1, do: 'crash', node: 'never-there' }]);
    expect(validate(document, specs)).toEqual({ ok: true, document });
  });
});

/** As version 1 wrote it, with something to stop at. */
function stopped(document: SceneDocument, stop: object): void {
  Object.assign(document, { version: 1, stops: [stop] });
}

describe('what is wrong is said with place, value and cure', () => {
  const cases: [string, (document: SceneDocument) => void, string, string][] = [
    [
      'a setting of the wrong form',
      (d) => Object.assign(d.nodes[0]!, { config: { rate: '5' } }),
      'nodes[0].config.rate',
      'nodes[0].config.rate is "5": give a number.',
    ],
    [
      'a setting out of range',
      (d) => Object.assign(d.nodes[2]!, { config: { slots: 65 } }),
      'nodes[2].config.slots',
      'nodes[2].config.slots is 65: give a number of at most 64.',
    ],
    [
      'an unknown setting of a known kind',
      (d) => Object.assign(d.nodes[0]!, { config: { rte: 5 } }),
      'nodes[0].config.rte',
      'The kind "source" has no setting "rte": remove it. Did you mean "rate"?',
    ],
    [
      'a setting named like what every object has',
      (d) => Object.assign(d.nodes[0]!, { config: { toString: 5 } }),
      'nodes[0].config.toString',
      'The kind "source" has no setting "toString": remove it.',
    ],
    [
      'an unknown distribution',
      (d) => Object.assign(d.nodes[2]!, { config: { service: { dist: 'expontial', mean: 1 } } }),
      'nodes[2].config.service.dist',
      'give one of "constant", "uniform", "exponential", "lognormal", "pareto", "zipf", "empirical". Did you mean "exponential"?',
    ],
    [
      'an impossible distribution',
      (d) =>
        Object.assign(d.nodes[2]!, { config: { service: { dist: 'uniform', min: 2, max: 1 } } }),
      'nodes[2].config.service',
      'A uniform maximum of 1 with minimum 2 is impossible',
    ],
    [
      'an unknown key at the top',
      (d) => Object.assign(d, { tilte: 'x' }),
      'tilte',
      'The document has an unknown key "tilte": remove it.',
    ],
    [
      'an unknown key of a node',
      (d) => Object.assign(d.nodes[1]!, { color: 'red' }),
      'nodes[1].color',
      'nodes[1] has an unknown key "color"',
    ],
    [
      'a missing seed',
      (d) => Reflect.deleteProperty(d, 'seed'),
      'seed',
      'seed is missing: give a number.',
    ],
    [
      'a bad id',
      (d) => Object.assign(d.nodes[0]!, { id: 'a b' }),
      'nodes[0].id',
      'nodes[0].id is "a b": give 1 to 40 letters, digits and hyphens',
    ],
    [
      'an unknown command',
      (d) => d.commands.push({ at: 0, do: 'crahs', node: 's1' } as unknown as DocumentCommand),
      'commands[0].do',
      'Did you mean "crash"?',
    ],
    [
      'a moment finer than a microsecond',
      (d) => d.commands.push({ at: 0.0001, do: 'crash', node: 's1' }),
      'commands[0].at',
      'commands[0].at: a moment has at most three decimals (microseconds).',
    ],
    [
      'a moment before the start',
      (d) => d.commands.push({ at: -1, do: 'crash', node: 's1' }),
      'commands[0].at',
      'commands[0].at is -1: give a number of at least 0.',
    ],
    [
      'a bad setting of a node that joins later',
      (d) =>
        d.commands.push({
          at: 1,
          do: 'add',
          nodes: [{ id: 's9', kind: 'sink', at: [0, 0], config: { slots: 0 } }],
        }),
      'commands[0].nodes[0].config.slots',
      'is 0: give a number of at least 1.',
    ],
    [
      'a position beyond the table',
      (d) => Object.assign(d.nodes[0]!, { at: [0, 1e7] }),
      'nodes[0].at[1]',
      'is 10000000: give a number of at most 1000000.',
    ],
    [
      'a day that no calendar has',
      (d) => Object.assign(d, { start: '2027-02-29' }),
      'start',
      'give a date from 2000 to 2040, such as "2026-03-29" or "2026-03-29T08:00:00Z".',
    ],
    [
      'fewer replicas at most than at least',
      (d) => Object.assign(d.nodes[2]!, { replicas: { min: 3, max: 2 } }),
      'nodes[2].replicas',
      'give a max that is not below min.',
    ],
    [
      'a setting that no edge of its protocol has',
      (d) => Object.assign(d.edges[1]!, { config: { los: 0.5 } }),
      'edges[1].config.los',
      'An edge that carries "request" has no setting "los": remove it. Did you mean "loss"?',
    ],
    [
      'a port without a name',
      (d) => Object.assign(d.edges[1]!, { port: '' }),
      'edges[1].port',
      'edges[1].port is "": give text of at least 1 character.',
    ],
    [
      'more rows than a table takes',
      (d) => Object.assign(d.nodes[1]!, { config: { routes: Array(4).fill({}) } }),
      'nodes[1].config.routes',
      'nodes[1].config.routes has 4 entries: give at most 3.',
    ],
    [
      'a stop of version 1 with a bad bound',
      (d) => stopped(d, { when: 'queue', node: 's1', above: -1 }),
      'stops[0].above',
      'stops[0].above is -1: give a number of at least 0.',
    ],
    [
      'a stop of version 1 in a bad state',
      (d) => stopped(d, { when: 'state', node: 's1', is: 'up..' }),
      'stops[0].is',
      'stops[0].is is "up..": give a state',
    ],
    [
      'a version from before the first',
      (d) => Object.assign(d, { version: 0 }),
      'version',
      'version is 0: give 2.',
    ],
  ];
  test.each(cases)('%s', (_, change, path, words) => {
    const error = rejection(changed(change));
    expect(error).toMatchObject({ code: 'invalid', path });
    expect(error.message).toContain(words);
    expect(error.next).not.toBe('');
  });

  test.each([null, 7, 'text', [], undefined, () => 1, new Date(), new Map()])(
    '%s is no document',
    (data) => {
      expect(rejection(data).code).toBe('invalid');
    },
  );
});

describe('parts that do not fit together', () => {
  const cases: [string, DocumentErrorCode, string, (document: SceneDocument) => void][] = [
    [
      'two nodes of one id',
      'duplicate-id',
      'nodes[3].id',
      (d) => Object.assign(d.nodes[3]!, { id: 's1' }),
    ],
    [
      'an edge with the id of a node',
      'duplicate-id',
      'edges[0].id',
      (d) => Object.assign(d.edges[0]!, { id: 's1' }),
    ],
    [
      'an edge from nowhere',
      'unknown-node',
      'edges[1].from',
      (d) => Object.assign(d.edges[1]!, { from: 'lc' }),
    ],
    ['an edge to itself', 'bad-edge', 'edges[1]', (d) => Object.assign(d.edges[1]!, { to: 'lb' })],
    [
      'a step that looks at nothing there is',
      'unknown-node',
      'steps[0].focus',
      (d) => Object.assign(d, { steps: [{ at: 0, text: 'x', focus: 'nobody' }] }),
    ],
    [
      'a folded frame that is not there',
      'unknown-node',
      'view.folded[0]',
      (d) => Object.assign(d, { view: { folded: ['nobody'] } }),
    ],
    [
      'a folded part that is no frame',
      'invalid',
      'view.folded[0]',
      (d) => Object.assign(d, { view: { folded: ['s1'] } }),
    ],
    [
      'an edge that carries what its ends do not speak',
      'bad-edge',
      'edges[1]',
      (d) => Object.assign(d.edges[1]!, { protocol: 'smtp' }),
    ],
    [
      'a port where the end offers none',
      'bad-edge',
      'edges[1].port',
      (d) => Object.assign(d.edges[1]!, { port: 'orders' }),
    ],
    [
      'a port of an edge that joins later where the end offers none',
      'bad-edge',
      'commands[0].edges[0].port',
      (d) => {
        const edge = { id: 'e9', from: 'web', to: 's1', protocol: 'request', port: 'orders' };
        d.commands = [{ at: 5, do: 'add', edges: [edge] }];
      },
    ],
    [
      'a port that an edge is led to where the end offers none',
      'bad-edge',
      'commands[0].port',
      (d) => {
        const act = { do: 'reconnect', edge: 'e3', from: 'lb', to: 's2', port: 'orders' };
        d.commands = [{ at: 5, ...act }];
      },
    ],
    [
      'two edges of the same ends and protocol',
      'bad-edge',
      'edges[3]',
      (d) => d.edges.push({ id: 'e9', from: 'lb', to: 's1', protocol: 'request' }),
    ],
    ['two edges alike', 'bad-edge', 'edges[2]', (d) => Object.assign(d.edges[2]!, { to: 's1' })],
    [
      'an edge nobody accepts',
      'bad-edge',
      'edges[1]',
      (d) => Object.assign(d.edges[1]!, { to: 'web' }),
    ],
    [
      'a frame that is not there',
      'unknown-node',
      'nodes[2].in',
      (d) => Object.assign(d.nodes[2]!, { in: 'p' }),
    ],
    [
      'a frame that is none',
      'bad-frame',
      'nodes[2].in',
      (d) => Object.assign(d.nodes[2]!, { in: 's2' }),
    ],
    [
      'a member its frame does not hold',
      'bad-frame',
      'nodes[0].in',
      (d) => {
        d.nodes.push({ id: 'p', kind: 'group', at: [0, 0] });
        Object.assign(d.nodes[0]!, { in: 'p' });
      },
    ],
    [
      'frames inside each other',
      'bad-frame',
      'nodes[4].in',
      (d) =>
        d.nodes.push(
          { id: 'p', kind: 'group', at: [0, 0], in: 'q' },
          { id: 'q', kind: 'group', at: [0, 0], in: 'p' },
        ),
    ],
    [
      'an edge from inside a frame to that frame',
      'bad-edge',
      'edges[3]',
      (d) => {
        d.nodes.push({ id: 'p', kind: 'group', at: [0, 0] });
        Object.assign(d.nodes[1]!, { in: 'p' });
        d.edges.push({ id: 'e4', from: 'lb', to: 'p' });
      },
    ],
    [
      'a command that connects a stranger',
      'unknown-node',
      'commands[0].edges[0].to',
      (d) => d.commands.push({ at: 1, do: 'add', edges: [{ id: 'e9', from: 'lb', to: 's9' }] }),
    ],
    [
      'a note with the id of a node',
      'duplicate-id',
      'notes[0].id',
      (d) => Object.assign(d, { notes: [{ id: 's1', text: '', at: [0, 0] }] }),
    ],
    [
      'a note with the id of an edge that a command brings',
      'duplicate-id',
      'notes[0].id',
      (d) =>
        Object.assign(d, {
          commands: [{ at: 1, do: 'add', edges: [{ id: 'e9', from: 'web', to: 's1' }] }],
          notes: [{ id: 'e9', text: '', at: [0, 0] }],
        }),
    ],
    [
      'two notes with one id',
      'duplicate-id',
      'notes[1].id',
      (d) =>
        Object.assign(d, {
          notes: [
            { id: 'n', text: '', at: [0, 0] },
            { id: 'n', text: '', at: [0, 0] },
          ],
        }),
    ],
    [
      'a note on a node that never is',
      'unknown-node',
      'notes[0].on',
      (d) => Object.assign(d, { notes: [{ id: 'n', text: '', at: [0, 0], on: 'toString' }] }),
    ],
    [
      'a condition about a node that never is',
      'unknown-node',
      'conditions[0].node',
      (d) => Object.assign(d, { conditions: [{ error: true, node: 'gone' }] }),
    ],
  ];
  test.each(cases)('%s', (_, code, path, change) => {
    expect(rejection(changed(change))).toMatchObject({ code, path });
  });
});

describe('hostile data', () => {
  const node = (i: number) => ({ id: `n${i}`, kind: 'sink', at: [0, 0] });
  const nested = (levels: number): unknown => {
    let value: unknown = 1;
    for (let i = 0; i < levels; i++) value = { a: value };
    return value;
  };
  const withConfig = (config: unknown) => ({
    ...shop(),
    nodes: [{ id: 'q', kind: 'teapot', at: [0, 0], config }],
    edges: [],
  });

  test.each<[string, DocumentErrorCode, unknown]>([
    [
      'too many nodes',
      'too-many-nodes',
      { ...shop(), nodes: Array.from({ length: 2001 }, (_, i) => node(i)) },
    ],
    [
      'too many nodes with those of commands',
      'too-many-nodes',
      {
        ...shop(),
        commands: [{ at: 1, do: 'add', nodes: Array.from({ length: 1997 }, (_, i) => node(i)) }],
      },
    ],
    [
      'too many edges',
      'too-many-edges',
      {
        ...shop(),
        edges: Array.from({ length: 5001 }, (_, i) => ({ id: `e${i}`, from: 'web', to: 'lb' })),
      },
    ],
    [
      'too many commands',
      'too-many-commands',
      {
        ...shop(),
        commands: Array.from({ length: 10_001 }, () => ({ at: 0, do: 'crash', node: 's1' })),
      },
    ],
    [
      'too many notes',
      'too-many-notes',
      {
        ...shop(),
        notes: Array.from({ length: 501 }, (_, i) => ({ id: `n${i}`, text: '', at: [0, 0] })),
      },
    ],
    [
      'too many conditions',
      'too-many-conditions',
      { ...shop(), conditions: Array.from({ length: 51 }, () => ({ error: true })) },
    ],
    [
      'a note too long',
      'invalid',
      { ...shop(), notes: [{ id: 'n', text: 'x'.repeat(2001), at: [0, 0] }] },
    ],
    [
      'a note with a prototype',
      'forbidden-key',
      { ...shop(), notes: [JSON.parse('{"id":"n","text":"","at":[0,0],"__proto__":{"on":"s1"}}')] },
    ],
    ['notes that are no list', 'invalid', { ...shop(), notes: { length: 1e9 } }],
    ['a condition that is none', 'invalid', { ...shop(), conditions: [null] }],
    [
      'many huge Zipf distributions',
      'too-many-ranks',
      {
        ...shop(),
        nodes: Array.from({ length: 21 }, (_, i) => ({
          ...node(i),
          config: { service: { dist: 'zipf', n: 100_000, s: 1 + i / 100 } },
        })),
        edges: [],
      },
    ],
    ['a title too long', 'invalid', { ...shop(), title: 'x'.repeat(2001) }],
    ['a text too long', 'string-too-long', { ...shop(), title: 'x'.repeat(65_537) }],
    ['a key too long', 'string-too-long', withConfig({ ['k'.repeat(2001)]: 1 })],
    ['a number that is none', 'not-finite', { ...shop(), seed: Number.NaN }],
    ['an infinite number', 'not-finite', withConfig({ a: [Number.NEGATIVE_INFINITY] })],
    ['something too deep', 'too-deep', withConfig(nested(40))],
    ['something endless', 'too-deep', withConfig(endless())],
    ['a prototype key', 'forbidden-key', JSON.parse('{"__proto__":{"polluted":1}}')],
    ['an object with behaviour', 'invalid', { ...shop(), nodes: new Map() }],
  ])('%s is rejected', (_, code, data) => {
    expect(rejection(data).code).toBe(code);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test('the limits themselves are allowed', () => {
    const nodes = Array.from({ length: 2000 }, (_, i) => node(i));
    expect(validate({ ...shop(), nodes, edges: [] }, specs).ok).toBe(true);
    // The document, its nodes, the node and its config are four levels.
    expect(validate(withConfig(nested(29)), specs).ok).toBe(true);
    expect(validate(withConfig(nested(30)), specs).ok).toBe(false);
    expect(validate({ ...shop(), title: 'x'.repeat(2000) }, specs).ok).toBe(true);
  });

  test('inherited properties do not count', () => {
    const data = Object.create({ seed: 1 }) as object;
    Object.assign(data, shop());
    Reflect.deleteProperty(data, 'seed');
    expect(rejection(data)).toMatchObject({ code: 'invalid' });
  });

  test('a newer version says so', () => {
    expect(rejection({ ...shop(), version: 3 })).toMatchObject({
      code: 'newer-version',
      path: 'version',
      message: 'This document was made by a newer version.',
    });
  });
});

function endless(): object {
  const self: { self?: object } = {};
  self.self = self;
  return self;
}

describe('files', () => {
  const code = (text: string): string => {
    const result = parseDocument(text, specs);
    return result.ok ? 'ok' : result.error.code;
  };

  test('a document saved as a file opens again', () => {
    const text = JSON.stringify(everything(), null, 2);
    expect(parseDocument(text, specs)).toEqual({ ok: true, document: everything() });
  });

  test('anything else is rejected by its code', () => {
    expect(code('')).toBe('not-json');
    expect(code('{"version":1')).toBe('not-json');
    expect(code('<svg/>')).toBe('not-json');
    expect(code(`"${'x'.repeat(1024 * 1024)}"`)).toBe('too-big');
    expect(code('['.repeat(100_000))).toBe('too-deep');
    expect(code(`{"a":${'['.repeat(40)}${']'.repeat(40)}}`)).toBe('too-deep');
    expect(code(JSON.stringify(shop()).replace('"seed":1', '"seed":1e999'))).toBe('not-finite');
    expect(code(JSON.stringify({ ...shop(), title: '[[[[{{{{"\\"'.repeat(40) }))).toBe('ok');
  });

  test('a file cut at any place is rejected', () => {
    const text = JSON.stringify(shop());
    for (let length = 0; length < text.length; length++) {
      expect(code(text.slice(0, length))).toBe('not-json');
    }
  });
});

test('every code has a next step in words', () => {
  for (const code of errorCodes) expect(failure(code, '', '').next).toMatch(/^[A-Z].*\.$/);
});

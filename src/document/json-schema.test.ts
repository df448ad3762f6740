import Ajv2020 from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { everything, shop, specs } from './document.test-support.ts';
import { documentJsonSchema } from './json-schema.ts';
import { validate } from './schema.ts';
import type { SceneDocument } from './types.ts';

type Loose = { [key: string]: Loose };
const schema = documentJsonSchema(specs) as unknown as Loose;

test('every reference leads somewhere, and what it leads to is described', () => {
  const names = [...JSON.stringify(schema).matchAll(/"\$ref":"#\/\$defs\/([^"]+)"/g)].map(
    (m) => m[1]!,
  );
  expect(new Set(names)).toEqual(new Set(Object.keys(schema.$defs!)));
  for (const name of names) expect(schema.$defs![name]!.description).toBeTypeOf('string');
});

test("a kind's settings are described with unit, range and default", () => {
  expect(schema.$defs!['source-config']!.properties!.rate).toEqual({
    type: 'number',
    minimum: 0,
    maximum: 1e6,
    title: 'Rate',
    description: 'Requests a second. In requests/s.',
    default: 50,
  });
  expect(schema.$defs!['router-config']!.properties!.algorithm).toMatchObject({
    enum: ['turns', 'random'],
    description: 'How it picks. turns: In turns; random: By chance.',
  });
  expect(schema.$defs!['sink-config']).toMatchObject({
    title: 'Sink',
    additionalProperties: false,
    properties: { service: { $ref: '#/$defs/distribution' } },
  });
});

test('the columns of a table are described like settings, and those that may be left out may be', () => {
  const { items, maxItems } = schema.$defs!['router-config']!.properties!.routes!;
  expect(maxItems).toBe(3);
  expect(items).toMatchObject({
    required: ['path', 'to'],
    additionalProperties: false,
    properties: {
      to: { type: 'string', title: 'Goes to', description: 'Where it goes.' },
      delay: { $ref: '#/$defs/distribution', title: 'Delay' },
    },
  });
});

test('a node of a known kind has settings of that kind, of an unknown one any', () => {
  const rules = schema.$defs!.node!.allOf as unknown as Loose[];
  expect(rules).toHaveLength(Object.keys(specs).length);
  expect(rules[0]).toEqual({
    if: { properties: { kind: { const: 'source' } }, required: ['kind'] },
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own word; nothing awaits it.
    then: { properties: { config: { $ref: '#/$defs/source-config' } } },
  });
});

test('every part of the document says what it is for', () => {
  const undescribed: string[] = [];
  for (const [name, property] of Object.entries(schema.properties!)) {
    if (property.$ref === undefined && property.description === undefined) undescribed.push(name);
  }
  for (const name of ['node', 'edge', 'note']) {
    for (const [key, property] of Object.entries(schema.$defs![name]!.properties!)) {
      const isDescribed = property.$ref !== undefined || property.description !== undefined;
      if (!isDescribed) undescribed.push(`${name}.${key}`);
    }
  }
  expect(undescribed).toEqual([]);
});

describe('the schema and the page agree', () => {
  const accepts = new Ajv2020({ strict: false }).compile(documentJsonSchema(specs));

  test('on what is valid', () => {
    expect(accepts({ $schema: '../schema.json', ...everything() })).toBe(true);
  });

  test.each<[string, (document: SceneDocument) => unknown]>([
    ['an unknown key', (d) => Object.assign(d, { tilte: 1 })],
    ['a missing list', (d) => Reflect.deleteProperty(d, 'commands')],
    ['another version', (d) => Object.assign(d, { version: 3 })],
    ['a setting out of range', (d) => Object.assign(d.nodes[2]!, { config: { slots: 0 } })],
    ['an unknown setting', (d) => Object.assign(d.nodes[2]!, { config: { slot: 1 } })],
    ['an unknown choice', (d) => Object.assign(d.nodes[1]!, { config: { algorithm: 'x' } })],
    [
      'an unknown distribution',
      (d) => Object.assign(d.nodes[2]!, { config: { service: { dist: 'x' } } }),
    ],
    ['a position of three', (d) => Object.assign(d.nodes[2]!, { at: [0, 0, 0] })],
    ['a position of one', (d) => Object.assign(d.nodes[2]!, { at: [0] })],
    ['a bad id', (d) => Object.assign(d.nodes[2]!, { id: 'a b' })],
    ['too much loss', (d) => Object.assign(d.edges[0]!, { config: { loss: 2 } })],
    ['an unknown command', (d) => Object.assign(d, { commands: [{ at: 0, do: 'x', node: 's1' }] })],
    ['a command without a node', (d) => Object.assign(d, { commands: [{ at: 0, do: 'crash' }] })],
    [
      'a command before the start',
      (d) => Object.assign(d, { commands: [{ at: -1, do: 'heal', edge: 'e1' }] }),
    ],
    [
      'a share above one',
      (d) => Object.assign(d, { commands: [{ at: 0, do: 'lose', edge: 'e1', rate: 2 }] }),
    ],
    [
      'an edge led nowhere',
      (d) => Object.assign(d, { commands: [{ at: 0, do: 'reconnect', edge: 'e1' }] }),
    ],
    ['a note without a place', (d) => Object.assign(d, { notes: [{ id: 'n', text: '' }] })],
    [
      'a note too long',
      (d) => Object.assign(d, { notes: [{ id: 'n', text: 'x'.repeat(2001), at: [0, 0] }] }),
    ],
    [
      'another percentile',
      (d) =>
        Object.assign(d, {
          conditions: [{ figure: 'response', percentile: 90, above: 1, within: 1 }],
        }),
    ],
    ['an unknown condition', (d) => Object.assign(d, { conditions: [{ when: 'x' }] })],
    [
      'a bad setting in a command',
      (d) =>
        Object.assign(d, {
          commands: [{ at: 0, do: 'add', nodes: [{ ...d.nodes[2]!, config: { slots: 0 } }] }],
        }),
    ],
  ])('on what is not: %s', (_, change) => {
    const document = structuredClone(shop());
    expect(accepts(document)).toBe(true);
    change(document);
    expect(accepts(document)).toBe(false);
    expect(validate(document, specs).ok).toBe(false);
  });
});

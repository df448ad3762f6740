import { expect, test } from 'vitest';
import { specs } from './document.test-support.ts';
import { documentJsonSchema } from './json-schema.ts';

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
  for (const name of ['node', 'edge']) {
    for (const [key, property] of Object.entries(schema.$defs![name]!.properties!)) {
      const isTold = property.$ref !== undefined || property.description !== undefined;
      if (!isTold) undescribed.push(`${name}.${key}`);
    }
  }
  expect(undescribed).toEqual([]);
});

/**
 * Random settings, made from what the kinds say about themselves: the JSON Schema of a kind's
 * settings gives type, range and nesting of each, so that a kind that is listed tomorrow is in it
 * by itself. Amounts stay small enough for a run of seconds: a thousand requests a second show
 * nothing that ten do not, and cost a hundred times as much.
 */

import type { Field } from '../../document/field.ts';
import { fieldJsonSchema } from '../../document/field-json-schema.ts';
import { documentJsonSchema, edgeConfigName } from '../../document/json-schema.ts';
import type { Spec, Specs } from '../../document/spec.ts';
import type { ConfigJson, EdgeConfig, Json } from '../../document/types.ts';
import type { Distribution } from '../../lib/distribution-check.ts';
import { AWKWARD_TEXTS, awkwardKeys } from './awkward.ts';
import type { Chance } from './chance.ts';

type Schema = { readonly [key: string]: Json };

/** What settings are made of. */
export interface Material {
  readonly specs: Specs;
  /** The parts of the document's JSON Schema by name. */
  readonly parts: Schema;
  readonly keys: readonly string[];
}

/** What a single diagram lets its settings be. */
export interface Bounds {
  /** Ids that a text may name. */
  readonly ids: readonly string[];
  /** The most of anything that happens so often a second. */
  readonly perSecondMost: number;
}

export function materialOf(specs: Specs): Material {
  const schema = JSON.parse(JSON.stringify(documentJsonSchema(specs))) as Schema;
  return { specs, parts: schemaAt(schema, '$defs'), keys: awkwardKeys(specs) };
}

/**
 * One to three settings of a kind for a command, or about a third of them for a node that is
 * placed.
 */
export function settingsOf(
  spec: Spec,
  how: { readonly material: Material; readonly bounds: Bounds; readonly few: boolean },
  chance: Chance,
): ConfigJson {
  const { material, bounds, few } = how;
  const known = schemaAt(schemaAt(material.parts, `${spec.kind}-config`), 'properties');
  const names = Object.keys(spec.fields);
  const chosen = few ? chance.some(names, chance.int(1, 3)) : names;
  const made: ConfigJson = {};
  for (const name of chosen) {
    const field = spec.fields[name];
    if (field === undefined) continue;
    const share = field.options === undefined ? 0.25 : 0.5;
    if (!few && !isTooMuch(field, bounds) && !chance.isTrue(share)) continue;
    const draw: Draw = { material, bounds, chance, unit: field.unit };
    made[name] = sample(schemaAt(known, name), draw);
  }
  return made;
}

/** A value that the field takes. */
export function randomValue(
  field: Field,
  how: { readonly material: Material; readonly bounds: Bounds },
  chance: Chance,
): Json {
  const schema = fieldJsonSchema(field);
  return sample(schema, { ...how, chance, unit: field.unit });
}

/** Settings of an edge that carries this protocol. */
export function edgeSettings(
  protocol: string | undefined,
  material: Material,
  chance: Chance,
): EdgeConfig {
  const form = protocol === undefined ? 'edge-config' : edgeConfigName(protocol);
  const known = schemaAt(schemaAt(material.parts, form), 'properties');
  const draw: Draw = { material, bounds: { ids: [], perSecondMost: 1 }, chance, unit: 'ms' };
  const made: { [name: string]: Json } = {};
  for (const name of Object.keys(known)) {
    const share = name === 'latency' ? 0.7 : 0.3;
    if (chance.isTrue(share)) made[name] = sample(schemaAt(known, name), draw);
  }
  return made as EdgeConfig;
}

/** A default that would fill the run by itself. */
function isTooMuch(field: Field, bounds: Bounds): boolean {
  return isRate(field.unit) && Number(field.default) > bounds.perSecondMost;
}

interface Draw {
  readonly material: Material;
  readonly bounds: Bounds;
  readonly chance: Chance;
  readonly unit: string | undefined;
}

function sample(schema: Schema, draw: Draw): Json {
  const { chance } = draw;
  const { type, enum: options, oneOf, anyOf, const: only, $ref } = schema;
  if ($ref === '#/$defs/distribution') return randomDistribution(chance) as Json;
  if (typeof $ref === 'string') {
    return sample(schemaAt(draw.material.parts, $ref.replace('#/$defs/', '')), draw);
  }
  if (only !== undefined) return only;
  const choices = options ?? oneOf ?? anyOf;
  if (Array.isArray(choices)) {
    const choice = chance.pick(choices);
    return options === undefined ? sample(asSchema(choice), draw) : choice;
  }
  switch (type) {
    case 'boolean':
      return chance.isTrue(0.5);
    case 'integer':
    case 'number':
      return numberOf(schema, draw);
    case 'string':
      return textOf(schema, draw);
    case 'array': {
      const least = Number(schema.minItems ?? 0);
      const length = Math.min(Number(schema.maxItems ?? 3), chance.int(least, least + 3));
      return Array.from({ length }, () => sample(schemaAt(schema, 'items'), draw));
    }
    case 'object':
      return objectOf(schema, draw);
    default:
      return null;
  }
}

function objectOf(schema: Schema, draw: Draw): Json {
  const { chance, material } = draw;
  const made = new Map<string, Json>();
  const required = Array.isArray(schema.required) ? schema.required : [];
  for (const [name, part] of Object.entries(schemaAt(schema, 'properties'))) {
    if (!required.includes(name) && !chance.isTrue(0.5)) continue;
    made.set(name, sample(asSchema(part), draw));
  }
  const others = asSchema(schema.additionalProperties);
  if (Object.keys(others).length > 0) {
    const names = [...material.keys, 'x-user', 'session'];
    for (const name of chance.some(names, chance.int(0, 2))) made.set(name, sample(others, draw));
  }
  // Own properties, whatever they are called.
  return Object.fromEntries(made);
}

const isRate = (unit: string | undefined): boolean => unit?.endsWith('/s') === true;

/** In its range, small rather than large, now and then at its very ends. */
function numberOf(schema: Schema, { chance, unit, bounds }: Draw): number {
  const above = schema.exclusiveMinimum === undefined ? 0 : 0.001;
  const least = Number(schema.minimum ?? schema.exclusiveMinimum ?? 0) + above;
  const most = Number(schema.maximum ?? Number.MAX_SAFE_INTEGER);
  const isWhole = schema.type === 'integer';
  const inRange = (value: number): number => {
    const rounded = isWhole ? Math.round(value) : Math.round(value * 1000) / 1000;
    return Math.min(most, Math.max(least, rounded));
  };
  if (isRate(unit)) return inRange(bounds.perSecondMost * chance.pick([0, 0.05, 0.3, 1]));
  if (chance.isTrue(0.1)) return inRange(least);
  if (most <= 1) return inRange(chance.pick([0, 0.01, 0.1, 0.3, 1, chance.real()]));
  if (unit === 'ms') return inRange(chance.spread(2, 8_000));
  if (most <= 1_000 && chance.isTrue(0.03)) return inRange(most);
  return inRange(least + (chance.isTrue(0.8) ? chance.int(0, 4) : chance.spread(1, 60)));
}

function textOf(schema: Schema, { chance, bounds }: Draw): string {
  const most = Number(schema.maxLength ?? 200);
  const words = ['GET', 'POST', '/', '/a', '203.0.113.9', 'x-user', 'session'];
  const list = chance.pick([bounds.ids, words, AWKWARD_TEXTS]);
  return (chance.pickAny(list) ?? '').slice(0, most);
}

/** Up to a few hundred milliseconds, whatever the shape. */
const DISTRIBUTIONS: {
  readonly [D in Distribution as D['dist']]: (mean: number, chance: Chance) => D;
} = {
  constant: (value) => ({ dist: 'constant', value }),
  uniform: (mean, chance) => ({
    dist: 'uniform',
    min: rounded(mean * chance.real(0, 1)),
    max: rounded(mean * chance.real(1, 2)),
  }),
  exponential: (mean) => ({ dist: 'exponential', mean }),
  lognormal: (mean, chance) => ({
    dist: 'lognormal',
    mean: mean + 0.01,
    p99: rounded((mean + 0.01) * chance.real(1.1, 8)) + 0.01,
  }),
  // Below a shape of about 1 single values last for hours.
  pareto: (mean, chance) => ({
    dist: 'pareto',
    shape: rounded(chance.real(1.3, 4)),
    min: rounded(mean / 3) + 0.01,
  }),
  zipf: (mean, chance) => ({
    dist: 'zipf',
    n: 1 + Math.round(mean * 2),
    s: rounded(chance.real(0, 3)),
  }),
  empirical: (mean, chance) => {
    const values = Array.from({ length: chance.int(1, 4) }, () =>
      rounded(mean * chance.real(0, 2)),
    );
    const weights = values.map(() => chance.int(1, 5));
    return { dist: 'empirical', values, ...(chance.isTrue(0.5) && { weights }) };
  },
};

function randomDistribution(chance: Chance): Distribution {
  const sort = chance.pick(Object.keys(DISTRIBUTIONS)) as Distribution['dist'];
  const mean = chance.isTrue(0.1) ? 0 : rounded(chance.spread(0.2, 300));
  return DISTRIBUTIONS[sort](mean, chance);
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}

function schemaAt(schema: Schema, name: string): Schema {
  return asSchema(Object.hasOwn(schema, name) ? schema[name] : undefined);
}

function asSchema(value: Json | undefined): Schema {
  const isSchema = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isSchema ? value : {};
}

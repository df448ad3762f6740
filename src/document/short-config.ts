/**
 * Settings as links carry them: each field and each column under its short key, distributions as
 * rows. Settings of unknown kinds stay as they are.
 */
import type { AnyConfig } from './field.ts';
import type { SpelledField, SpelledFields } from './spelling.ts';
import type { Json } from './types.ts';

/** First letter of the row, then these parameters in this order. Never changed, only added to. */
const ROWS: Readonly<Record<string, readonly [dist: string, ...parameters: string[]]>> = {
  c: ['constant', 'value'],
  u: ['uniform', 'min', 'max'],
  e: ['exponential', 'mean'],
  l: ['lognormal', 'mean', 'p99'],
  p: ['pareto', 'shape', 'min'],
  z: ['zipf', 'n', 's'],
  m: ['empirical', 'values', 'weights'],
};

type JsonObject = { [key: string]: Json };

/** @param fields of the node's kind; undefined for a kind that is not known here */
export function shortenConfig(fields: SpelledFields | undefined, config: AnyConfig): JsonObject {
  const short: JsonObject = {};
  for (const [name, value] of Object.entries(config)) {
    const field = fields?.find((one) => one.name === name);
    short[field?.key ?? name] = shortValue(field, value as Json);
  }
  return short;
}

/** The settings again. A key that no field has is kept as it is, for `validate` to name. */
export function expandConfig(fields: SpelledFields | undefined, short: Json): Json {
  if (fields === undefined || !isObject(short)) return short;
  const byKey = new Map(fields.map((field) => [field.key, field]));
  const config: JsonObject = {};
  for (const [key, value] of Object.entries(short)) {
    const field = byKey.get(key) ?? fields.find(({ name }) => name === key);
    config[field?.name ?? key] = longValue(field, value);
  }
  return config;
}

function shortValue(field: SpelledField | undefined, value: Json): Json {
  if (field?.isDistribution === true) return rowOf(value);
  if (field?.columns === undefined || !Array.isArray(value)) return value;
  return value.map((row) => (isObject(row) ? shortenConfig(field.columns, row) : row));
}

function longValue(field: SpelledField | undefined, value: Json): Json {
  if (!Array.isArray(value)) return value;
  if (field?.isDistribution === true) return distributionOf(value);
  return field?.columns === undefined
    ? value
    : value.map((row) => expandConfig(field.columns, row));
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function rowOf(value: unknown): Json {
  const distribution = value as JsonObject;
  for (const [letter, [dist, ...parameters]] of Object.entries(ROWS)) {
    if (distribution.dist !== dist) continue;
    const given = parameters.map((parameter) => distribution[parameter]);
    return [letter, ...given.filter((parameter) => parameter !== undefined)];
  }
  return distribution;
}

function distributionOf(row: readonly Json[]): Json {
  const [letter, ...given] = row;
  const known =
    typeof letter === 'string' && Object.hasOwn(ROWS, letter) ? ROWS[letter] : undefined;
  if (known === undefined) return [...row];
  const [dist, ...parameters] = known;
  const distribution: JsonObject = { dist };
  for (const [index, parameter] of given.entries()) {
    distribution[parameters[index] ?? `parameter${index}`] = parameter;
  }
  return distribution;
}

/** What a setting takes, in the words of JSON Schema. */
import type { Field, Fields } from './field.ts';
import { DISTRIBUTIONS } from './field-check.ts';
import type { OfType, Parts, ValueType } from './field-type.ts';
import type { Json } from './types.ts';

type JsonObject = { [key: string]: Json };

/** Where the schema describes distributions, once for all settings. */
export const DISTRIBUTION = 'distribution';

/** Every distribution, as a definition of its own. */
export function distributionJsonSchema(): JsonObject {
  const forms = Object.entries(DISTRIBUTIONS).map(([name, parts]) =>
    partsSchema(parts, { dist: { type: 'string', const: name } }),
  );
  return {
    oneOf: forms,
    description:
      'A random quantity: constant, uniform, exponential, lognormal (by mean and 99th percentile), Pareto, Zipf, or drawn from given values.',
  };
}

/** Any of the fields, each with its words, and nothing else. */
export function fieldsJsonSchema(fields: Fields): JsonObject {
  const properties = Object.entries(fields).map(([name, field]) => [
    name,
    {
      ...(field.columns === undefined ? fieldJsonSchema(field) : tableSchema(field, field.columns)),
      ...wordsOf(field),
    },
  ]);
  return {
    type: 'object',
    properties: Object.fromEntries(properties) as JsonObject,
    additionalProperties: false,
  };
}

/** Rows whose columns have their words, too. */
function tableSchema(field: Field, columns: Fields): JsonObject {
  const required = Object.keys(columns).filter((name) => columns[name]?.optional !== true);
  const items = {
    ...fieldsJsonSchema(columns),
    ...(required.length > 0 && { required }),
  };
  return { ...fieldJsonSchema(field), items };
}

/** The values alone, without words. */
export function fieldJsonSchema(field: Pick<Field, 'accepts'>): JsonObject {
  return schemaOf(field.accepts);
}

function schemaOf(type: ValueType): JsonObject {
  switch (type.type) {
    case 'number':
      return numberSchema(type);
    case 'text':
      return textSchema(type.maxLength);
    case 'boolean':
      return { type: 'boolean' };
    case 'choice':
      return { type: 'string', enum: [...type.options] };
    case 'distribution':
      return { $ref: `#/$defs/${DISTRIBUTION}` };
    case 'list':
      return {
        ...(type.excludesEmpty && { minItems: 1 }),
        maxItems: type.maxLength,
        type: 'array',
        items: schemaOf(type.item),
      };
    case 'record':
      return partsSchema(type.parts);
    case 'names':
      return {
        type: 'object',
        propertyNames: textSchema(type.maxName),
        additionalProperties: textSchema(type.maxText),
      };
    default:
      return type satisfies never;
  }
}

function numberSchema({ min, max, excludesMin, integer }: OfType<'number'>): JsonObject {
  return {
    type: integer === true ? 'integer' : 'number',
    [excludesMin ? 'exclusiveMinimum' : 'minimum']: min,
    maximum: max,
  };
}

function textSchema(maxLength: number): JsonObject {
  return { type: 'string', maxLength };
}

/** @param first properties that come before the parts, and must be there, too */
function partsSchema(parts: Parts, first: JsonObject = {}): JsonObject {
  const all = Object.entries(parts);
  const properties = Object.fromEntries(all.map(([name, part]) => [name, schemaOf(part)]));
  const required = all.filter(([, part]) => part.optional !== true).map(([name]) => name);
  const needed = [...Object.keys(first), ...required];
  return {
    type: 'object',
    properties: { ...first, ...properties },
    ...(needed.length > 0 && { required: needed }),
    additionalProperties: false,
  };
}

function wordsOf(field: Field): JsonObject {
  const unit = field.unit === undefined ? '' : ` In ${field.unit}.`;
  const zero = field.zero === undefined ? '' : ` 0: ${field.zero}.`;
  const choices = field.options?.map(({ value, label }) => `${value}: ${label}`).join('; ');
  return {
    title: field.label,
    description: `${field.help}${unit}${zero}${choices === undefined ? '' : ` ${choices}.`}`,
    default: field.default as Json,
  };
}

/**
 * The published JSON Schema of documents, for people who write them by hand and for editors that
 * help them: the same forms that `validate` checks, with each kind's settings described from its
 * fields.
 */
import * as z from 'zod/mini';
import { own } from '../lib/table.ts';
import { forms, keys } from './condition-descriptions.ts';
import { edgeFields } from './edge.ts';
import {
  DISTRIBUTION,
  distributionJsonSchema,
  fieldJsonSchema,
  fieldsJsonSchema,
} from './field-json-schema.ts';
import { protocolsOf } from './protocol.ts';
import { documentSchema, settings } from './shape.ts';
import { conditionForms, conditionSchema } from './shape-condition.ts';
import { descriptions } from './shape-parts.ts';
import { isObject } from './short-config.ts';
import type { Spec, Specs } from './spec.ts';
import type { Json } from './types.ts';

const CONDITION = 'condition';

type JsonObject = { [key: string]: Json };

/** Draft 2020-12. */
export function documentJsonSchema(specs: Specs): object {
  const { definitions, ...document } = partsOf(documentSchema);
  for (const spec of Object.values(specs)) {
    const { title, summary: description } = spec;
    definitions[configName(spec)] = { title, description, ...fieldsJsonSchema(spec.fields) };
  }
  for (const { id, title, fields } of protocolsOf(specs).values()) {
    const all = fieldsJsonSchema({ ...edgeFields, ...fields });
    definitions[edgeConfigName(id)] = {
      title: `${title} edge`,
      description: `Settings of an edge that carries ${title}.`,
      ...all,
    };
  }
  definitions[DISTRIBUTION] = distributionJsonSchema();
  const node = objectAt(definitions, 'node');
  const rules = Object.values(specs).map((spec) =>
    settingsRule('kind', spec.kind, configName(spec)),
  );
  definitions.node = { ...node, allOf: rules };
  definitions[CONDITION] = conditionJsonSchema();
  const edge = objectAt(definitions, 'edge');
  const lines = [...protocolsOf(specs).keys()].map((id) =>
    settingsRule('protocol', id, edgeConfigName(id)),
  );
  definitions.edge = { ...edge, allOf: lines };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Sandtable document',
    ...allowSchemaKey(document),
    $defs: Object.fromEntries(Object.entries(definitions).sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** A schema as JSON, with what it refers to taken out. */
function partsOf(schema: z.core.$ZodType): JsonObject & { definitions: JsonObject } {
  const made = z.toJSONSchema(schema, {
    metadata: descriptions,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const field = settings.get(zodSchema);
      if (field !== undefined) Object.assign(jsonSchema, fieldJsonSchema(field));
      if (isCondition(zodSchema)) jsonSchema.$ref = `#/$defs/${CONDITION}`;
    },
  });
  const { $schema: _dialect, $defs = {}, ...rest } = JSON.parse(JSON.stringify(made)) as JsonObject;
  const definitions = isObject($defs) ? $defs : {};
  for (const [name, part] of Object.entries(definitions)) {
    if (isObject(part)) delete part.id;
    definitions[name] = part;
  }
  return { ...rest, definitions };
}

function isCondition(schema: z.core.$ZodType): boolean {
  return schema === conditionSchema;
}

function conditionJsonSchema(): Json {
  const anyOf = conditionForms().map(([name, form]) => {
    const { definitions: _none, ...condition } = partsOf(form);
    const described = Object.entries(objectAt(condition, 'properties')).map(([key, value]) => {
      const description = own(keys, `${name}.${key}`) ?? own(keys, key);
      return [key, isObject(value) && description ? { ...value, description } : value] as const;
    });
    const properties = Object.fromEntries(described);
    const bounds = [{ required: ['above'] }, { required: ['below'] }];
    const isBounded = properties.above !== undefined;
    const description = own(forms, name) ?? '';
    return { ...condition, properties, description, ...(isBounded && { oneOf: bounds }) };
  });
  return {
    description: 'Something that is true of a run or is not, as far as it can be seen.',
    anyOf,
  };
}

function configName(spec: Spec): string {
  return `${spec.kind}-config`;
}

export function edgeConfigName(protocol: string): string {
  return `${protocol}-edge-config`;
}

/** When a node is of that kind, or an edge carries that, its settings are of that form. */
function settingsRule(by: 'kind' | 'protocol', is: string, form: string): Json {
  return {
    if: { properties: { [by]: { const: is } }, required: [by] },
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own word; nothing awaits it.
    then: { properties: { config: { $ref: `#/$defs/${form}` } } },
  };
}

function objectAt(holder: JsonObject, key: string): JsonObject {
  const value = holder[key];
  return isObject(value) ? value : {};
}

/** Editors find the schema by this key in the file; `validate` takes it out. */
function allowSchemaKey(document: JsonObject): JsonObject {
  const properties = objectAt(document, 'properties');
  const $schema = { type: 'string', description: 'Where an editor finds this schema.' };
  return { ...document, properties: { $schema, ...properties } };
}

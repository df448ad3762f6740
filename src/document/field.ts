/**
 * A field is one setting of a kind: what values it takes, how a form shows it, how a link spells it. A spec lists its fields with the
 * builders below, and everything that knows of settings (forms, JSON Schema, links, checks) reads them from there.
 * Documents hold only what differs from the defaults; `completeConfig` and `minimalConfig` go between the two.
 */
import * as z from 'zod/mini';
import { compileDistribution, type Distribution, ZIPF_MAX } from '../lib/distribution.ts';

/** Which form control edits the field. A list names its own, so that a panel can offer more than rows of text. */
export type Widget =
  | 'number'
  | 'duration'
  | 'percent'
  | 'choice'
  | 'toggle'
  | 'text'
  | 'distribution'
  | 'list'
  | 'rules'
  | 'mix';

/** Settings of one node while a form decides what to show. */
export type AnyConfig = Readonly<Record<string, unknown>>;

export interface Field<T = unknown> {
  /** Accepts exactly the values a document may hold. */
  readonly schema: z.core.$ZodType<T>;
  /** One to three letters, the field's name inside links: unique within its kind, never changed, never used again. */
  readonly key: string;
  /** As a form says it: "Queue limit". */
  readonly label: string;
  /** One sentence for the form and the JSON Schema. */
  readonly help: string;
  readonly default: T;
  readonly widget: Widget;
  /** Of the number in the document: "ms", "requests/s"; left out when it has none. */
  readonly unit?: string;
  readonly min?: number;
  readonly max?: number;
  /** What 0 means, where it is no amount of time: "never". */
  readonly zero?: string;
  /** By how much a form's arrows change the number. */
  readonly step?: number;
  /** Longest text in characters, or longest list in entries. */
  readonly maxLength?: number;
  readonly options?: readonly { readonly value: string; readonly label: string }[];
  /** Heading under which a form collects fields that belong together. */
  readonly group?: string;
  /** False hides the field where it has no effect; its value is kept. */
  readonly shownWhen?: (config: AnyConfig) => boolean;
}

export type FieldValue<F> = F extends Field<infer T> ? T : never;

/** Largest number of milliseconds (or plain amount) a distribution or duration may name: a year, be it a leap year. */
export const LARGEST = 366 * 86_400_000;

/** What every builder is told. */
interface About {
  readonly key: string;
  readonly label: string;
  readonly help: string;
  readonly group?: string;
  readonly shownWhen?: (config: AnyConfig) => boolean;
}

interface Range {
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
}

/** A number from `min` to `max`. */
export function number(
  options: About & Range & { readonly unit?: string; readonly integer?: boolean },
): Field<number> {
  const { integer: whole = false, ...rest } = options;
  const range = [z.gte(options.min), z.lte(options.max)] as const;
  return {
    ...rest,
    schema: whole ? z.int().check(...range) : z.number().check(...range),
    widget: 'number',
    ...(whole && { step: options.step ?? 1 }),
  };
}

/** A whole number from `min` to `max`. */
export function integer(options: About & Range & { readonly unit?: string }): Field<number> {
  return number({ ...options, integer: true });
}

/** Milliseconds; people type `250ms`, `2s`, `5min`, `1h`, `3d`. */
export function duration(
  options: About & {
    readonly default: number;
    readonly min?: number;
    readonly max?: number;
    readonly zero?: string;
  },
): Field<number> {
  const { min = 0, max = LARGEST } = options;
  return {
    ...options,
    min,
    max,
    unit: 'ms',
    schema: z.number().check(z.gte(min), z.lte(max)),
    widget: 'duration',
  };
}

/** A share from 0 to 1, shown in percent. */
export function percent(
  options: About & { readonly default: number; readonly min?: number; readonly max?: number },
): Field<number> {
  const { min = 0, max = 1 } = options;
  return {
    ...options,
    min,
    max,
    schema: z.number().check(z.gte(min), z.lte(max)),
    widget: 'percent',
  };
}

/** One of a closed list: `options` maps each value to its label. */
export function choice<const O extends Readonly<Record<string, string>>>(
  options: About & { readonly options: O; readonly default: keyof O & string },
): Field<keyof O & string> {
  const values = Object.keys(options.options) as (keyof O & string)[];
  return {
    ...options,
    schema: z.enum(values),
    options: values.map((value) => ({ value, label: options.options[value] as string })),
    widget: 'choice',
  };
}

/** On or off. */
export function toggle(options: About & { readonly default: boolean }): Field<boolean> {
  return { ...options, schema: z.boolean(), widget: 'toggle' };
}

/** A line of text of at most `maxLength` characters (200 when left out). */
export function text(
  options: About & { readonly default: string; readonly maxLength?: number },
): Field<string> {
  const { maxLength = 200 } = options;
  return {
    ...options,
    maxLength,
    schema: z.string().check(z.maxLength(maxLength)),
    widget: 'text',
  };
}

/** A random quantity, in milliseconds or (unit '') a plain amount. */
export function distribution(
  options: About & { readonly default: Distribution; readonly unit?: 'ms' | '' },
): Field<Distribution> {
  const { unit = 'ms', ...rest } = options;
  return {
    ...rest,
    ...(unit !== '' && { unit }),
    schema: distributionSchema,
    widget: 'distribution',
  };
}

/** Entries of one shape, in order; at most `maxLength` of them (100 when left out). */
export function list<T>(
  options: About & {
    readonly default: readonly T[];
    readonly item: z.core.$ZodType<T>;
    readonly widget?: Widget;
    readonly maxLength?: number;
  },
): Field<T[]> {
  const { item, widget = 'list', maxLength = 100, ...rest } = options;
  return {
    ...rest,
    default: [...options.default],
    maxLength,
    schema: z.array(item).check(z.maxLength(maxLength)),
    widget,
  };
}

const amount = z.number().check(z.gte(0), z.lte(LARGEST));
const positive = z.number().check(z.gt(0), z.lte(LARGEST));
const amounts = z.array(amount).check(z.minLength(1), z.maxLength(1000));

/** Every distribution that can be drawn from, and no other. */
export const distributionSchema: z.core.$ZodType<Distribution> = z
  .discriminatedUnion('dist', [
    z.strictObject({ dist: z.literal('constant'), value: amount }),
    z.strictObject({ dist: z.literal('uniform'), min: amount, max: amount }),
    z.strictObject({ dist: z.literal('exponential'), mean: amount }),
    z.strictObject({ dist: z.literal('lognormal'), mean: positive, p99: positive }),
    z.strictObject({ dist: z.literal('pareto'), shape: positive, min: positive }),
    z.strictObject({
      dist: z.literal('zipf'),
      n: z.int().check(z.gte(1), z.lte(ZIPF_MAX)),
      s: z.number().check(z.gte(0), z.lte(100)),
    }),
    z.strictObject({
      dist: z.literal('empirical'),
      values: amounts,
      weights: z.exactOptional(amounts),
    }),
  ])
  .check((payload) => {
    const message = whyImpossible(payload.value);
    if (message === null) return;
    payload.issues.push({ code: 'custom', message, input: payload.value });
  });

/** What only the parameters together can show, such as a p99 below the mean. A zipf's ranges say all, and compiling it is work. */
function whyImpossible(d: Distribution): string | null {
  if (d.dist === 'zipf') return null;
  try {
    compileDistribution(d);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The settings of a kind with these fields, complete. */
export type Complete<F extends Readonly<Record<string, Field>>> = {
  -readonly [K in keyof F]: FieldValue<F[K]>;
};

/**
 * Every field with a value: the saved one where there is one, else the default.
 * @param saved settings already checked against the fields
 */
export function completeConfig<F extends Readonly<Record<string, Field>>>(
  spec: { readonly fields: F },
  saved: AnyConfig | undefined,
): Complete<F> {
  const config: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(spec.fields)) {
    config[name] = saved !== undefined && Object.hasOwn(saved, name) ? saved[name] : field.default;
  }
  return config as Complete<F>;
}

/** Only the fields that differ from their default, in the spec's order: what a document holds. */
export function minimalConfig(
  spec: { readonly fields: Readonly<Record<string, Field>> },
  config: AnyConfig,
): Record<string, unknown> {
  const saved: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(spec.fields)) {
    if (!Object.hasOwn(config, name)) continue;
    const value = config[name];
    if (value !== undefined && !isSameJson(value, field.default)) saved[name] = value;
  }
  return saved;
}

/** Equality of JSON values; the order of an object's keys does not count. */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, i) => isSameJson(item, b[i]));
  }
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every(
    (key) =>
      Object.hasOwn(b, key) &&
      isSameJson((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
  );
}

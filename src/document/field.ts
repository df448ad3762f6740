/**
 * A field is one setting of a kind: what values it takes, how a form shows it, how a link spells
 * it. A spec lists its fields with the builders below, and everything that knows of settings
 * (forms, JSON Schema, links, checks) reads them from there. Documents hold only what differs from
 * the defaults; `completeConfig` and `minimalConfig` go between the two.
 */
import type { Distribution } from '../lib/distribution-check.ts';
import type { Parts, ValueType } from './field-type.ts';

/** Which form control edits the field. */
export type Widget =
  | 'number'
  | 'duration'
  | 'percent'
  | 'choice'
  | 'toggle'
  | 'text'
  | 'distribution'
  | 'names'
  | 'part'
  | 'table';

/** A part of the diagram as one that a setting of another part may name. */
export interface Candidate {
  readonly kind: string;
  /** The part with the setting sends to it, or to the frame it is in. */
  readonly isTarget: boolean;
}

/** Settings of one node while a form decides what to show. */
export type AnyConfig = Readonly<Record<string, unknown>>;

export interface Field<T = unknown> {
  /** Exactly the values a document may hold. */
  readonly accepts: ValueType;
  /**
   * One to three letters, the field's name inside links: unique within its kind, never changed,
   * never used again.
   */
  readonly key: string;
  /** As a form says it: "Queue limit". */
  readonly label: string;
  /** One sentence for the form and the JSON Schema. */
  readonly help: string;
  readonly default: T;
  readonly widget: Widget;
  /** The unit of the number in the document: "ms", "requests/s"; left out when it has none. */
  readonly unit?: string;
  readonly min?: number;
  readonly max?: number;
  /** What 0 means, where it is no amount: "never", "no limit". */
  readonly zero?: string;
  /** By how much a form's arrows change the number. */
  readonly step?: number;
  /** Longest text in characters, or longest list in entries. */
  readonly maxLength?: number;
  readonly options?: readonly { readonly value: string; readonly label: string }[];
  /** For a table: what each row consists of, by name, in the order of the form. */
  readonly columns?: Fields;
  /** For a table: what a row is called, in the singular: "rule". */
  readonly each?: string;
  /** For a column: a row may leave it out, and has the default then. */
  readonly optional?: true;
  /** For a reference: which parts it is for, and the same in words after "it must be". */
  readonly fits?: (part: Candidate) => boolean;
  readonly mustBe?: string;
  /** Of a reference: what to do while it names nothing, and what holds until then. */
  readonly whileEmpty?: string;
  /** Heading under which a form collects fields that belong together. */
  readonly group?: string;
  /** False hides the field where it has no effect; its value is kept. */
  readonly shownWhen?: (config: AnyConfig) => boolean;
}

/** Fields by name: the settings of a kind, or what makes a row of a table. */
export type Fields = Readonly<Record<string, Field>>;

export type FieldValue<F> = F extends Field<infer T> ? T : never;

/**
 * Largest number of milliseconds (or plain amount) a distribution or duration may name: a year, be
 * it a leap year.
 */
export const LARGEST = 366 * 86_400_000;

/** What every builder is given. */
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
  readonly zero?: string;
}

/** A number from `min` to `max`. */
export function number(
  options: About & Range & { readonly unit?: string; readonly integer?: boolean },
): Field<number> {
  const { integer = false, ...rest } = options;
  const { min, max } = options;
  return {
    ...rest,
    accepts: { type: 'number', min, max, integer },
    widget: 'number',
    ...(integer && { step: options.step ?? 1 }),
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
  return { ...number({ ...options, min, max }), unit: 'ms', widget: 'duration' };
}

/** A share from 0 to 1, shown in percent. */
export function percent(
  options: About & { readonly default: number; readonly min?: number; readonly max?: number },
): Field<number> {
  const { min = 0, max = 1 } = options;
  return { ...number({ ...options, min, max }), widget: 'percent' };
}

/** One of a closed list: `options` maps each value to its label. */
export function choice<const O extends Readonly<Record<string, string>>>(
  options: About & { readonly options: O; readonly default: keyof O & string },
): Field<keyof O & string> {
  const values = Object.keys(options.options);
  return {
    ...options,
    accepts: { type: 'choice', options: values },
    options: values.map((value) => ({ value, label: options.options[value] as string })),
    widget: 'choice',
  };
}

/** On or off. */
export function toggle(options: About & { readonly default: boolean }): Field<boolean> {
  return { ...options, accepts: { type: 'boolean' }, widget: 'toggle' };
}

/** A line of text of at most `maxLength` characters (200 when left out). */
export function text(
  options: About & { readonly default: string; readonly maxLength?: number },
): Field<string> {
  const { maxLength = 200 } = options;
  return {
    ...options,
    maxLength,
    accepts: { type: 'text', maxLength },
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
    accepts: { type: 'distribution' },
    widget: 'distribution',
  };
}

/** Texts under names that a visitor chooses, such as headers. */
export function names(
  options: About & {
    readonly default: Readonly<Record<string, string>>;
    readonly maxName: number;
    readonly maxText: number;
  },
): Field<Record<string, string>> {
  const { maxName, maxText, ...rest } = options;
  return { ...rest, accepts: { type: 'names', maxName, maxText }, widget: 'names' };
}

/** Longest id of a part that a setting names. */
const LONGEST_ID = 100;

/** The id of another part; empty while none is named. */
export function part(
  options: About & {
    readonly fits: (part: Candidate) => boolean;
    readonly mustBe: string;
    readonly whileEmpty?: string;
  },
): Field<string> {
  return {
    ...options,
    default: '',
    accepts: { type: 'text', maxLength: LONGEST_ID },
    widget: 'part',
  };
}

/** A column that a row may leave out; it is as its default then. */
export function optional<F extends Field>(field: F): F & { readonly optional: true } {
  return { ...field, optional: true };
}

/** A row of a table with these columns. */
export type RowOf<C extends Fields> = Flat<
  {
    -readonly [K in keyof C as C[K] extends { optional: true } ? never : K]: FieldValue<C[K]>;
  } & {
    -readonly [K in keyof C as C[K] extends { optional: true } ? K : never]?: FieldValue<C[K]>;
  }
>;

type Flat<T> = { [K in keyof T]: T[K] };

/**
 * Rows of the same fields, in order; at most `most` of them. A column may be a table again. The
 * columns' keys spell them inside links.
 */
export function table<const C extends Fields>(
  options: About & { readonly columns: C; readonly each: string; readonly most: number },
): Field<RowOf<C>[]> {
  const { most, ...rest } = options;
  const parts: Parts = Object.fromEntries(
    Object.entries(options.columns).map(([name, { accepts, optional: isOptional }]) => [
      name,
      isOptional === true ? { ...accepts, optional: isOptional } : accepts,
    ]),
  );
  return {
    ...rest,
    default: [],
    maxLength: most,
    accepts: { type: 'list', item: { type: 'record', parts }, maxLength: most },
    widget: 'table',
  };
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

/**
 * Whether a value is one that a setting takes. The page, a link, a file and a run all ask here, so
 * that a value the form takes is never rejected by the run.
 */
import { assertDistribution, type Distribution, ZIPF_MAX } from '../lib/distribution-check.ts';
import { own } from '../lib/table.ts';
import { type Field, LARGEST } from './field.ts';
import type { OfType, Parts, ValueType } from './field-type.ts';

/** The first thing wrong with a value: where in it, and what. Whoever shows it finds the words. */
export type Issue = {
  readonly path: readonly PropertyKey[];
  /** Words of its own, where the code says too little. */
  readonly message?: string;
} & (
  | { readonly code: 'invalid_type'; readonly expected: string }
  | {
      readonly code: 'too_big';
      readonly origin: string;
      readonly maximum: number | bigint;
      /** False where the limit itself is not allowed. */
      readonly inclusive?: boolean | undefined;
    }
  | {
      readonly code: 'too_small';
      readonly origin: string;
      readonly minimum: number | bigint;
      readonly inclusive?: boolean | undefined;
    }
  | { readonly code: 'invalid_value'; readonly values: readonly unknown[] }
  | { readonly code: 'invalid_union'; readonly options?: readonly unknown[] | undefined }
  | { readonly code: 'unrecognized_keys'; readonly keys: readonly string[] }
  | { readonly code: 'custom' | OtherCode }
);

/** What is wrong in a way that has no words of its own. */
type OtherCode = 'invalid_key' | 'invalid_format' | 'invalid_element' | 'not_multiple_of';

type Path = Issue['path'];

const AMOUNT = { type: 'number', min: 0, max: LARGEST } as const;
const POSITIVE = { ...AMOUNT, excludesMin: true } as const;
const AMOUNTS = { type: 'list', item: AMOUNT, excludesEmpty: true, maxLength: 1000 } as const;

/** The parameters of every distribution that can be drawn from, and no other. */
export const DISTRIBUTIONS: { readonly [D in Distribution['dist']]: Parts } = {
  constant: { value: AMOUNT },
  uniform: { min: AMOUNT, max: AMOUNT },
  exponential: { mean: AMOUNT },
  lognormal: { mean: POSITIVE, p99: POSITIVE },
  pareto: { shape: POSITIVE, min: POSITIVE },
  zipf: {
    n: { type: 'number', integer: true, min: 1, max: ZIPF_MAX },
    s: { type: 'number', min: 0, max: 100 },
  },
  empirical: { values: AMOUNTS, weights: { ...AMOUNTS, optional: true } },
};

/** The first thing wrong with a value for the field; null when it is one that the field takes. */
export function checkField(field: Pick<Field, 'accepts'>, value: unknown): Issue | null {
  return check(field.accepts, value, []);
}

function check(type: ValueType, value: unknown, path: Path): Issue | null {
  switch (type.type) {
    case 'number':
      return checkNumber(type, value, path);
    case 'text':
      if (typeof value !== 'string') return wrong('string', path);
      return isLonger(value, type.maxLength) ? tooBig('string', type.maxLength, path) : null;
    case 'boolean':
      return typeof value === 'boolean' ? null : wrong('boolean', path);
    case 'choice':
      if (type.options.some((option) => option === value)) return null;
      return { code: 'invalid_value', values: type.options, path };
    case 'distribution':
      return checkDistribution(value, path);
    case 'list':
      return checkList(type, value, path);
    case 'record':
      return isRecord(value) ? checkParts(type.parts, value, path) : wrong('object', path);
    case 'names':
      return checkNames(type, value, path);
    default:
      return type satisfies never;
  }
}

function wrong(expected: string, path: Path): Issue {
  return { code: 'invalid_type', expected, path };
}

function tooBig(origin: 'number' | 'string' | 'array', maximum: number, path: Path): Issue {
  return { code: 'too_big', origin, maximum, path };
}

function checkNumber(type: OfType<'number'>, value: unknown, path: Path): Issue | null {
  if (typeof value !== 'number' || !Number.isFinite(value)) return wrong('number', path);
  if (type.integer === true && !Number.isInteger(value)) return wrong('int', path);
  const { min, max, excludesMin = false } = type;
  if (value < min || (excludesMin && value === min)) {
    const inclusive = !excludesMin;
    return { code: 'too_small', origin: 'number', minimum: min, inclusive, path };
  }
  return value > max ? tooBig('number', max, path) : null;
}

/** An emoji is one character, though a string stores it as two or more. */
function isLonger(text: string, most: number): boolean {
  return text.length > most && [...text].length > most;
}

function checkList(type: OfType<'list'>, value: unknown, path: Path): Issue | null {
  if (!Array.isArray(value)) return wrong('array', path);
  if (value.length > type.maxLength) return tooBig('array', type.maxLength, path);
  if (type.excludesEmpty && value.length === 0) {
    return { code: 'too_small', origin: 'array', minimum: 1, path };
  }
  for (const [index, entry] of value.entries()) {
    const issue = check(type.item, entry, [...path, index]);
    if (issue !== null) return issue;
  }
  return null;
}

function checkNames(type: OfType<'names'>, value: unknown, path: Path): Issue | null {
  if (!isRecord(value)) return wrong('record', path);
  for (const [name, text] of Object.entries(value)) {
    const place = [...path, name];
    if (isLonger(name, type.maxName)) return { code: 'invalid_key', path: place };
    const issue = check({ type: 'text', maxLength: type.maxText }, text, place);
    if (issue !== null) return issue;
  }
  return null;
}

type Properties = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function checkParts(parts: Parts, value: Properties, path: Path): Issue | null {
  for (const [name, part] of Object.entries(parts)) {
    if (part.optional && !Object.hasOwn(value, name)) continue;
    const issue = check(part, own(value, name), [...path, name]);
    if (issue !== null) return issue;
  }
  const keys = Object.keys(value).filter((key) => !Object.hasOwn(parts, key));
  return keys.length === 0 ? null : { code: 'unrecognized_keys', keys, path };
}

function checkDistribution(value: unknown, path: Path): Issue | null {
  if (!isRecord(value)) return wrong('object', path);
  const { dist, ...parameters } = value;
  const known = typeof dist === 'string' ? own<Parts>(DISTRIBUTIONS, dist) : undefined;
  if (known === undefined) {
    const options = Object.keys(DISTRIBUTIONS);
    return { code: 'invalid_union', options, path: [...path, 'dist'] };
  }
  const issue = checkParts(known, parameters, path);
  if (issue !== null) return issue;
  // Its parameters are those of the distribution that it names.
  const message = whyImpossible(value as Distribution);
  return message === null ? null : { code: 'custom', message, path };
}

/**
 * What only the parameters together can show, such as a p99 below the mean. A zipf's ranges say
 * all, and compiling it is work.
 */
function whyImpossible(d: Distribution): string | null {
  if (d.dist === 'zipf') return null;
  try {
    assertDistribution(d);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

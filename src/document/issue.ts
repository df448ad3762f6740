/** Turns what a check found wrong into a place and a sentence that names the value and the cure. */
import type { Issue } from './field-check.ts';
import { count, didYouMean, show } from './words.ts';

/** Where and what: `nodes[3].config.rate`, `nodes[3].config.rate is "5": give a number.` */
export interface Finding {
  readonly path: string;
  readonly sentence: string;
}

const KINDS_OF_VALUE: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list of two numbers',
  object: 'an object',
  record: 'an object',
};

/** The cure where nothing more is known. */
const ANOTHER = 'give a value that the schema allows.';

/** What a schema says when it has no message of its own. */
const NO_MESSAGE = 'Invalid input';

/**
 * @param issue what was found first, by a field or by the schema of the document
 * @param data the value that was checked
 * @param base where that value lies in the document; '' for the document itself
 */
export function findingOf(issue: Issue, data: unknown, base: string): Finding {
  const path = pathOf(issue.path, base);
  const place = path === '' ? 'The document' : path;
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    return {
      path: pathOf([...issue.path, key], base),
      sentence: `${place} has an unknown key ${show(key)}: remove it.`,
    };
  }
  const value = valueAt(data, issue.path);
  const { message = NO_MESSAGE } = issue;
  const isSaid = message !== NO_MESSAGE && message !== '';
  if (issue.code === 'custom' && isSaid) return { path, sentence: `${place}: ${message}` };
  if (!isSaid && Array.isArray(value) && isOfSize(issue)) {
    return { path, sentence: `${place} has ${entries(value.length)}: ${cureOf(issue, value)}` };
  }
  const cure = isSaid ? message : cureOf(issue, value);
  return { path, sentence: `${place} is ${show(value)}: ${cure}` };
}

function cureOf(issue: Issue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return `give ${KINDS_OF_VALUE[issue.expected] ?? issue.expected}.`;
    case 'too_big':
      return `give ${bound(issue.origin, issue.inclusive === false ? 'below' : 'at most', issue.maximum)}.`;
    case 'too_small':
      return `give ${bound(issue.origin, issue.inclusive === false ? 'above' : 'at least', issue.minimum)}.`;
    case 'invalid_value':
      return oneOf(issue.values, value);
    case 'invalid_union':
      return issue.options === undefined ? ANOTHER : oneOf(issue.options, value);
    default:
      return ANOTHER;
  }
}

function isOfSize({ code }: Issue): boolean {
  return code === 'too_big' || code === 'too_small';
}

function entries(n: number): string {
  return n === 1 ? '1 entry' : `${n} entries`;
}

function bound(origin: string, relation: string, limit: number | bigint): string {
  if (origin === 'string') return `text of ${relation} ${count(Number(limit), 'character')}`;
  if (origin === 'array') return `${relation} ${limit}`;
  return `a number ${relation === 'at most' || relation === 'at least' ? `of ${relation}` : relation} ${limit}`;
}

function oneOf(values: readonly unknown[], value: unknown): string {
  const words = values.map(String);
  const near = typeof value === 'string' ? didYouMean(value, words) : '';
  return `give ${words.length === 1 ? '' : 'one of '}${values.map(show).join(', ')}.${near}`;
}

/** `nodes[3].config.rate` */
export function pathOf(path: readonly PropertyKey[], base = ''): string {
  let text = base;
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else {
      const key = String(step);
      const plain = /^[a-z_][\w-]*$/i.test(key) ? key : JSON.stringify(key.slice(0, 40));
      text += text === '' ? plain : `.${plain}`;
    }
  }
  return text;
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  let value = data;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step))
      return undefined;
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  return value;
}

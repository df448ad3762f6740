/**
 * Conditions as rows of a link: what sort it is, or the name of its figure, and its values in a
 * fixed order, with 0 where one is left out and without zeros at the end. Those within another are
 * rows within its row.
 *
 * ["all", for, condition…]  ["any", for, condition…]  ["not", for, condition]
 * [figure, bound, within, percentile, node, for]   a bound is what it is above, [what it is below]
 * ["series", bound, series, node, key, within, for]  ["count", bound, kind, in, tag, for]
 * ["state", state, node, machine, key, for]  ["path", from, to, for]
 * ["error", node]  ["verb", verb, node, edge]
 */
import { own } from '../lib/table.ts';
import type { Condition } from './condition.ts';
import { trimmed } from './short-trail.ts';
import type { Json } from './types.ts';

const FIGURE = ['bound', 'within', 'percentile', 'node', 'for'];

/** The values of those that hold no others, in order. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  series: ['bound', 'series', 'node', 'key', 'within', 'for'],
  count: ['bound', 'kind', 'in', 'tag', 'for'],
  state: ['state', 'node', 'machine', 'key', 'for'],
  path: ['from', 'to', 'for'],
  error: ['node'],
  verb: ['verb', 'node', 'edge'],
};

export function shortCondition(condition: Condition): Json {
  const lasts = 'for' in condition ? (condition.for ?? 0) : 0;
  if ('not' in condition) return ['not', lasts, shortCondition(condition.not)];
  if ('all' in condition) return ['all', lasts, ...condition.all.map(shortCondition)];
  if ('any' in condition) return ['any', lasts, ...condition.any.map(shortCondition)];
  const bound =
    'below' in condition ? [condition.below] : 'above' in condition ? condition.above : 0;
  const ends = 'path' in condition ? condition.path : {};
  const flat: { readonly [key: string]: unknown } = { ...condition, ...ends, bound };
  const sort = Object.keys(VALUES).find((key) => Object.hasOwn(condition, key));
  const [name, keys] =
    sort === undefined ? [flat.figure as string, FIGURE] : [sort, VALUES[sort] ?? []];
  return trimmed([name, ...keys.map((key) => (flat[key] ?? 0) as Json)]);
}

/** The condition again, unchecked. */
export function fullCondition(short: Json): Json {
  if (!Array.isArray(short)) return short;
  const [sort = null, ...values] = short;
  const [lasts = 0, ...inside] = values;
  const held = lasts === 0 ? {} : { for: lasts };
  if (sort === 'not') return { not: fullCondition(inside[0] ?? null), ...held };
  if (sort === 'all' || sort === 'any') return { [sort]: inside.map(fullCondition), ...held };
  if (typeof sort !== 'string') return short;
  const keys = own(VALUES, sort) ?? FIGURE;
  const given = keys.flatMap((key, at): [string, Json][] => {
    const value = values[at] ?? 0;
    if (key !== 'bound') return value === 0 ? [] : [[key, value]];
    return Array.isArray(value) ? [['below', value[0] ?? null]] : [['above', value]];
  });
  return grouped(sort, Object.fromEntries(given));
}

/** With what its row leaves out, because it is always the same. */
function grouped(sort: string, given: { [key: string]: Json }): Json {
  if (own(VALUES, sort) === undefined) return { figure: sort, ...given };
  if (sort === 'error') return { error: true, ...given };
  if (sort === 'count') return { count: 'parts', ...given };
  if (sort !== 'path') return given;
  const { for: lasts = 0, ...path } = given;
  return { path, ...(lasts !== 0 && { for: lasts }) };
}

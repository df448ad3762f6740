/**
 * The conditions to pause at of version 1: as rows of its links, and as conditions of today. Frozen
 * like `spelling-1.ts`.
 */
import { isObject } from './short-config.ts';
import type { Json } from './types.ts';

/** A row: ["slow", percentile, above, within, node], ["error", node], ["queue", node, above] or
 *  ["state", node, state]. */
export function stopOfRow1(row: readonly Json[]): Json {
  const [when = null, first = 0, second = 0, third = 0, fourth = 0] = row;
  const at = (node: Json) => node !== 0 && { node };
  switch (when) {
    case 'slow':
      return { when, percentile: first, above: second, within: third, ...at(fourth) };
    case 'queue':
      return { when, node: first, above: second };
    case 'state':
      return { when, node: first, is: second };
    default:
      return { when, ...at(first) };
  }
}

/** What is no condition stays as it is, and is rejected later. */
export function conditionOf1(stop: Json): Json {
  if (!isObject(stop)) return stop;
  const { when, ...rest } = stop;
  switch (when) {
    case 'slow':
      return { figure: 'response', ...rest };
    case 'queue':
      return { figure: 'queue', ...rest };
    case 'error':
      return { error: true, ...rest };
    case 'state': {
      const { is = null, ...where } = rest;
      return { state: is, ...where };
    }
    default:
      return stop;
  }
}

/** What random diagrams of some kinds are made from, read from the kinds once. */

import { statecharts } from '../../run/inspect.ts';
import type { Kinds } from '../../run/kinds.ts';
import { Run } from '../../run/run.ts';
import { awkwardIds } from './awkward.ts';
import { type Material, materialOf } from './settings.ts';

export interface Maker {
  readonly material: Material;
  /** Ids that programs trip over, as far as documents may hold them. */
  readonly ids: readonly string[];
  /** Paths of states that nodes can be in. */
  readonly states: readonly string[];
}

const makers = new WeakMap<object, Maker>();

export function makerFor(kinds: Kinds): Maker {
  const known = makers.get(kinds.specs);
  if (known !== undefined) return known;
  const made = {
    material: materialOf(kinds.specs),
    ids: awkwardIds(kinds.specs),
    states: statesOf(kinds),
  };
  makers.set(kinds.specs, made);
  return made;
}

function statesOf(kinds: Kinds): string[] {
  const parts = { nodes: [], edges: [], commands: [] };
  const run = new Run({ version: 2, title: '', seed: 1, ...parts }, kinds);
  const charts = Object.keys(kinds.specs).flatMap((kind) => Object.values(statecharts(run, kind)));
  return charts
    .flatMap(({ states }) => states.map(({ path }) => path))
    .filter((path) => path !== '');
}

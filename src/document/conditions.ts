/** Conditions and the parts of the document that they name. */
import { own } from '../lib/table.ts';
import { type Condition, leavesIn, namedIn, type SeriesCondition } from './condition.ts';
import type { Finding } from './issue.ts';
import { partsOf } from './parts.ts';
import type { Specs } from './spec.ts';
import type { SceneDocument } from './types.ts';
import { didYouMean, show, specOf } from './words.ts';

/** Which ids a document has at some time. */
function idsOf(document: SceneDocument): Record<'node' | 'edge', ReadonlySet<string>> {
  const { nodes, edges } = partsOf(document);
  const ids = (parts: readonly { readonly id: string }[]) => new Set(parts.map(({ id }) => id));
  return { node: ids(nodes), edge: ids(edges) };
}

/** The first part that conditions name and the document never has; null when it has them all. */
export function strangerIn(
  conditions: readonly Condition[],
  document: SceneDocument,
): { readonly path: string; readonly is: 'node' | 'edge'; readonly id: string } | null {
  if (conditions.length === 0) return null;
  const known = idsOf(document);
  for (const [index, condition] of conditions.entries()) {
    const unknown = namedIn(condition).find(({ is, id }) => !known[is].has(id));
    if (unknown === undefined) continue;
    return { path: `conditions[${index}]${unknown.place}`, is: unknown.is, id: unknown.id };
  }
  return null;
}

/** The first figure that its node's kind does not keep so; an unknown kind may keep any. */
export function findBadSeries(
  conditions: readonly Condition[],
  document: SceneDocument,
  specs: Specs,
): Finding | null {
  for (const [index, condition] of conditions.entries()) {
    for (const [place, leaf] of leavesIn(condition)) {
      const bad = 'series' in leaf ? whyNoSeries(leaf, document, specs) : null;
      if (bad === null) continue;
      const path = `conditions[${index}]${place}.${bad[0]}`;
      return { path, sentence: `${path} ${bad[1]}` };
    }
  }
  return null;
}

function whyNoSeries(
  { series: name, node, within }: SeriesCondition,
  document: SceneDocument,
  specs: Specs,
): readonly [key: string, sentence: string] | null {
  const kind = partsOf(document).nodes.find(({ id }) => id === node)?.kind ?? '';
  const spec = specOf(kind, specs);
  if (spec === undefined) return null;
  const names = Object.keys(spec.series ?? {});
  const known = own(spec.series ?? {}, name);
  if (known === undefined) {
    const cure =
      names.length === 0 ? `${show(kind)} has none` : `give one of ${names.map(show).join(', ')}`;
    return ['series', `is ${show(name)}: ${cure}.${didYouMean(name, names)}`];
  }
  if (known.is === 'counter')
    return within === undefined ? ['within', 'is missing: give one for a counter.'] : null;
  return within === undefined ? null : ['within', `is ${show(within)}: leave it out for a gauge.`];
}

/** The document without the conditions that name what it has not. */
export function withoutStrange(document: SceneDocument): SceneDocument {
  const { conditions = [], ...rest } = document;
  if (strangerIn(conditions, document) === null) return document;
  const known = idsOf(document);
  const left = conditions.filter((each) => namedIn(each).every(({ is, id }) => known[is].has(id)));
  return left.length === 0 ? rest : { ...rest, conditions: left };
}

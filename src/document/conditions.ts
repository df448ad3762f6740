/**
 * Whether conditions can come true in their document: the parts, figures and deeds they name are
 * there. What only a machine knows, such as a state, and what only an unknown kind may know is
 * taken as it is.
 */
import { own } from '../lib/table.ts';
import {
  type Condition,
  leavesIn,
  namedIn,
  type SeriesCondition,
  type VerbCondition,
} from './condition.ts';
import { generalDeeds, isDoneToEdge, isDoneToNode, isOwnDeed } from './deed-targets.ts';
import type { Finding } from './issue.ts';
import { partsOf } from './parts.ts';
import type { Spec, Specs } from './spec.ts';
import type { Scene, SceneDocument } from './types.ts';
import { didYouMean, show, specOf } from './words.ts';

/** `missing` where the document never has the part that is named. */
interface Trouble extends Finding {
  readonly missing?: 'node' | 'edge';
}

/** What is wrong at a key of a condition. */
type Wrong = readonly [key: string, sentence: string, missing?: Trouble['missing']];

/** All that conditions may be about. */
interface Around extends Scene {
  readonly specs: Specs;
}

/** The first thing that conditions name and that is not there; null when all of it is. */
export function findSenseless(
  conditions: readonly Condition[],
  document: SceneDocument,
  specs: Specs,
): Trouble | null {
  if (conditions.length === 0) return null;
  const around = { ...partsOf(document), specs };
  for (const [index, condition] of conditions.entries()) {
    const wrong = wrongIn(condition, around);
    if (wrong === null) continue;
    const [place, sentence, missing] = wrong;
    const path = `conditions[${index}]${place}`;
    return { path, sentence: `${path} ${sentence}`, ...(missing !== undefined && { missing }) };
  }
  return null;
}

/** The document without the conditions that name what is not there. */
export function withoutSenseless(document: SceneDocument, specs: Specs): SceneDocument {
  const { conditions = [], ...rest } = document;
  if (findSenseless(conditions, document, specs) === null) return document;
  const around = { ...partsOf(document), specs };
  const left = conditions.filter((each) => wrongIn(each, around) === null);
  return left.length === 0 ? rest : { ...rest, conditions: left };
}

function wrongIn(condition: Condition, around: Around): Wrong | null {
  for (const { place, is, id } of namedIn(condition)) {
    const wrong = missing(place, is, id, around);
    if (wrong !== null) return wrong;
  }
  for (const [place, leaf] of leavesIn(condition)) {
    const wrong =
      'series' in leaf
        ? wrongSeries(leaf, around)
        : 'verb' in leaf
          ? wrongVerb(leaf, around)
          : null;
    if (wrong !== null) return [`${place}.${wrong[0]}`, wrong[1], wrong[2]];
  }
  return null;
}

function missing(key: string, is: 'node' | 'edge', id: string, around: Around): Wrong | null {
  if (around[`${is}s`].some((part) => part.id === id)) return null;
  return [key, `is ${show(id)}: there is no such ${is}.`, is];
}

/** A figure that its node's kind does not keep so; an unknown kind may keep any. */
function wrongSeries(
  { series: name, node, key, within }: SeriesCondition,
  around: Around,
): Wrong | null {
  const [spec] = specsOf(node, around);
  if (spec === undefined) return null;
  const names = Object.keys(spec.series ?? {});
  const known = own(spec.series ?? {}, name);
  if (known === undefined) {
    const cure =
      names.length === 0
        ? `${show(spec.kind)} has none`
        : `give one of ${names.map(show).join(', ')}`;
    return ['series', `is ${show(name)}: ${cure}.${didYouMean(name, names)}`];
  }
  if (key !== undefined && known.keyed === undefined) {
    return ['key', `is ${show(key)}: leave it out, ${show(name)} has one line only.`];
  }
  if (known.is === 'counter' && within === undefined) {
    return ['within', 'is missing: give one for a counter.'];
  }
  if (known.is === 'gauge' && within !== undefined) {
    return ['within', `is ${show(within)}: leave it out for a gauge.`];
  }
  // A line that is of a node is about that node.
  return key !== undefined && known.keyed?.isNode ? missing('key', 'node', key, around) : null;
}

/** A deed that nobody there knows, or that is never done to the part. */
function wrongVerb({ verb, node, edge }: VerbCondition, around: Around): Wrong | null {
  const all = around.nodes.map(({ kind }) => specOf(kind, around.specs));
  if (own(generalDeeds, verb) === undefined && !all.some((spec) => isOwnDeed(verb, spec))) {
    const names = all.flatMap((spec) => Object.keys(spec?.actions ?? {}));
    const near = didYouMean(verb, [...Object.keys(generalDeeds), ...names]);
    return ['verb', `is ${show(verb)}: nothing here can be done by that name.${near}`];
  }
  const never = (id: string) => `is ${show(id)}: ${show(verb)} is never done to it.`;
  if (edge !== undefined && !isDoneToEdge(verb)) return ['edge', never(edge)];
  if (node === undefined) return null;
  return specsOf(node, around).some((spec) => isDoneToNode(verb, spec))
    ? null
    : ['node', never(node)];
}

/** Of a node that several commands bring, each time it may be of another kind. */
function specsOf(id: string, { nodes, specs }: Around): (Spec | undefined)[] {
  return nodes.filter((node) => node.id === id).map(({ kind }) => specOf(kind, specs));
}

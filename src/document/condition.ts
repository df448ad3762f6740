/**
 * The one language in which a document says "when": a tree of and, or and not over what can be seen
 * of a run. Today it says when a run pauses by itself.
 */

/** True only once it has held for so many milliseconds without a break. */
interface Lasting {
  for?: number;
}

/** Exactly one of both. */
interface Bounds {
  above?: number;
  below?: number;
}

interface Windowed extends Bounds {
  /** Counts what ended within the last so many milliseconds. */
  within: number;
  /** Where; all that traffic starts from when left out. */
  node?: string;
}

/** A number of a run, above or below another. */
export type FigureCondition = Lasting &
  (
    | ({ figure: 'response'; percentile: 50 | 95 | 99 } & Windowed)
    /** Answers per second; failures per second. */
    | ({ figure: 'throughput' | 'errors' } & Windowed)
    | ({ figure: 'queue'; node: string } & Bounds)
    | ({ figure: 'inFlight'; node?: string } & Bounds)
  );

export type Figure = FigureCondition['figure'];

/**
 * A figure that the node's kind keeps of its own: what a gauge holds now, the rate per second of a
 * counter within a time.
 */
export interface SeriesCondition extends Lasting, Bounds {
  series: string;
  node: string;
  /** One line of it; all of them together when left out. */
  key?: string;
  /** For a counter alone. */
  within?: number;
}

export interface StateCondition extends Lasting {
  /** The path of a state, 'up.saturated', or the beginning of one, 'up'. */
  state: string;
  node: string;
  /** One of the node's children instead of the node itself. */
  machine?: string;
  key?: string;
}

/** A message failed or was dropped: true for that very event. */
export interface ErrorCondition {
  error: true;
  node?: string;
}

/** How many stand on the table. */
export interface CountCondition extends Lasting, Bounds {
  count: 'parts';
  kind?: string;
  /** The id of the frame in which they stand, however deep. */
  in?: string;
  /** A tag of the state they are in. */
  tag?: string;
}

/**
 * What visitors send can get from one part to the other: along edges that carry it, not along those
 * between a primary and its replicas. A frame is any of its members.
 */
export interface PathCondition extends Lasting {
  path: { from: string; to: string };
}

/** A deed was carried out: true for that very moment. At most one of `node` and `edge`. */
export interface VerbCondition {
  verb: string;
  node?: string;
  edge?: string;
}

/** What is seen of the run itself. */
export type LeafCondition =
  | FigureCondition
  | SeriesCondition
  | StateCondition
  | ErrorCondition
  | CountCondition
  | PathCondition
  | VerbCondition;

export type Condition =
  | (Lasting & { all: Condition[] })
  | (Lasting & { any: Condition[] })
  | (Lasting & { not: Condition })
  | LeafCondition;

/** The key that says what sort of condition it is: each has exactly one of them. */
export const SORTS = [
  'all',
  'any',
  'not',
  'figure',
  'series',
  'state',
  'error',
  'count',
  'path',
  'verb',
] as const;

/** The conditions inside one, each with its place in it. */
function inner(condition: Condition): (readonly [place: string, inside: Condition])[] {
  if ('not' in condition) return [['.not', condition.not]];
  const [name, list] =
    'all' in condition
      ? ['all', condition.all]
      : 'any' in condition
        ? ['any', condition.any]
        : ['', []];
  return list.map((inside, index) => [`.${name}[${index}]`, inside]);
}

/** A part that a condition names: where in it, and the part's id. */
interface Named {
  readonly place: string;
  readonly is: 'node' | 'edge';
  readonly id: string;
}

/** What a condition is made of in the end, each with its place in it. */
export function leavesIn(
  condition: Condition,
  place = '',
): (readonly [place: string, leaf: LeafCondition])[] {
  if ('all' in condition || 'any' in condition || 'not' in condition) {
    return inner(condition).flatMap(([at, inside]) => leavesIn(inside, place + at));
  }
  return [[place, condition]];
}

/** Every part that a condition names, in order. */
export function namedIn(condition: Condition): Named[] {
  return leavesIn(condition).flatMap(([place, leaf]) => namedBy(leaf, place));
}

function namedBy(condition: LeafCondition, place: string): Named[] {
  const own = (key: string, id: string | undefined, is: 'node' | 'edge' = 'node'): Named[] =>
    id === undefined ? [] : [{ place: `${place}${key}`, is, id }];
  if ('path' in condition) {
    const { from, to } = condition.path;
    return [...own('.path.from', from), ...own('.path.to', to)];
  }
  if ('count' in condition) return own('.in', condition.in);
  if ('verb' in condition) {
    return [...own('.node', condition.node), ...own('.edge', condition.edge, 'edge')];
  }
  return own('.node', condition.node);
}

/** Conditions inside each other, and how many they are in all, itself included. */
export function extentOf(condition: Condition): { depth: number; size: number } {
  const extents = inner(condition).map(([, inside]) => extentOf(inside));
  return {
    depth: 1 + Math.max(0, ...extents.map(({ depth }) => depth)),
    size: extents.reduce((sum, { size }) => sum + size, 1),
  };
}

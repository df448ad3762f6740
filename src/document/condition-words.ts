/** A condition in words, as it ends the sentence "Stop the run when …". */
import { formatDuration, formatNumber, formatRate } from '../lib/duration.ts';
import type {
  Condition,
  CountCondition,
  FigureCondition,
  LeafCondition,
  SeriesCondition,
  StateCondition,
  VerbCondition,
} from './condition.ts';

/** What the parts of the document are called. */
export interface Naming {
  /** A node or an edge, by its id. */
  readonly part: (id: string) => string;
  /** A kind, by its id. */
  readonly kind: (id: string) => string;
  /** A figure that a node's kind keeps of its own. */
  readonly series: (node: string, name: string) => string;
  /** A deed, by the name that documents write. */
  readonly deed: (name: string) => string;
}

/** "p99 at shop over the last 10 s is above 500 ms for 2 s, and server 1 is down" */
export function conditionWords(condition: Condition, naming: Naming): string {
  return words(condition, naming, false);
}

function words(condition: Condition, naming: Naming, isInside: boolean): string {
  const lasts = 'for' in condition && condition.for !== undefined ? condition.for : null;
  const group = groupIn(condition);
  const during = lasts === null ? '' : ` for ${formatDuration(lasts)}`;
  if (group === null) {
    if ('not' in condition) return `not (${words(condition.not, naming, false)})${during}`;
    return `${leafWords(condition as LeafCondition, naming)}${during}`;
  }
  const { list, joint } = group;
  const text = list.map((each) => words(each, naming, list.length > 1)).join(`, ${joint} `);
  return list.length > 1 && (isInside || lasts !== null) ? `(${text})${during}` : text + during;
}

function groupIn(condition: Condition): { list: Condition[]; joint: string } | null {
  if ('all' in condition) return { list: condition.all, joint: 'and' };
  if ('any' in condition) return { list: condition.any, joint: 'or' };
  return null;
}

function leafWords(condition: LeafCondition, naming: Naming): string {
  if ('figure' in condition) return figureWords(condition, naming);
  if ('series' in condition) return seriesWords(condition, naming);
  if ('state' in condition) return isIn(condition, naming);
  if ('error' in condition) return `a request fails${at(condition.node, naming)}`;
  if ('count' in condition) return countWords(condition, naming);
  if ('path' in condition) {
    const { from, to } = condition.path;
    return `requests can get from ${naming.part(from)} to ${naming.part(to)}`;
  }
  return done(condition, naming);
}

function figureWords(condition: FigureCondition, naming: Naming): string {
  const where = at(condition.node, naming);
  switch (condition.figure) {
    case 'response': {
      const bound = beyond(condition, (ms) => formatDuration(ms));
      return `p${condition.percentile}${where} over the last ${formatDuration(condition.within)} is ${bound}`;
    }
    case 'throughput':
    case 'errors': {
      const what = condition.figure === 'errors' ? 'the rate of errors' : 'throughput';
      const bound = beyond(condition, (rate) => formatRate(rate));
      return `${what}${where} over the last ${formatDuration(condition.within)} is ${bound}`;
    }
    case 'queue':
      return `${amount(condition)} wait${where}`;
    case 'inFlight':
      return `${amount(condition)} are in flight${where}`;
    default:
      return condition satisfies never;
  }
}

function seriesWords(condition: SeriesCondition, naming: Naming): string {
  const { series, node, key, within } = condition;
  const line = key === undefined ? '' : `, ${naming.part(key)},`;
  const what = `“${naming.series(node, series)}”${line}${at(node, naming)}`;
  if (within === undefined) return `${what} is ${beyond(condition, formatNumber)}`;
  const bound = beyond(condition, (rate) => formatRate(rate));
  return `${what} over the last ${formatDuration(within)} is ${bound}`;
}

function isIn({ node, state, machine, key }: StateCondition, naming: Naming): string {
  const child = key ?? machine;
  const what = child === undefined ? '' : `${child} of `;
  return `${what}${naming.part(node)} is ${stateWords(state)}`;
}

function countWords(condition: CountCondition, naming: Naming): string {
  const { kind, in: frame, tag } = condition;
  const what = kind === undefined ? 'parts' : `parts of the kind ${naming.kind(kind)}`;
  const where = frame === undefined ? 'on the table' : `in ${naming.part(frame)}`;
  return `${amount(condition)} ${what} ${tag === undefined ? 'stand' : `are ${tag}`} ${where}`;
}

function done({ verb, node, edge }: VerbCondition, naming: Naming): string {
  const target = node ?? edge;
  return `“${naming.deed(verb)}” is done${target === undefined ? '' : ` to ${naming.part(target)}`}`;
}

interface Bounds {
  readonly above?: number;
  readonly below?: number;
}

function beyond({ above, below = 0 }: Bounds, format: (value: number) => string): string {
  return above === undefined ? `below ${format(below)}` : `above ${format(above)}`;
}

function amount({ above, below = 0 }: Bounds): string {
  return above === undefined
    ? `fewer than ${formatNumber(below)}`
    : `more than ${formatNumber(above)}`;
}

function at(node: string | undefined, naming: Naming): string {
  return node === undefined ? '' : ` at ${naming.part(node)}`;
}

/** "up, saturated" for the path `up.saturated`. */
export function stateWords(path: string): string {
  return path.replaceAll('.', ', ');
}

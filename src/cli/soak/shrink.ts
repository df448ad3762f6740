/**
 * Makes a failing trial smaller: takes away whatever can go while the same check still fails,
 * larger pieces first, until nothing can go any more or so many trials have been made.
 */
import { withoutSenseless } from '../../document/conditions.ts';
import { bringing, broughtBy, deeds, targetsOf } from '../../document/deeds.ts';
import { validate } from '../../document/schema.ts';
import type { DocumentCommand, SceneDocument } from '../../document/types.ts';
import { own } from '../../lib/table.ts';
import type { Finding, Trial } from './check.ts';

interface Smaller {
  readonly trial: Trial;
  readonly finding: Finding;
}

/**
 * @param judge what the check finds in a trial; null when it no longer fails
 * @param most trials to make at most
 */
export function shrink(
  start: Smaller,
  judge: (trial: Trial) => Finding | null,
  most: number,
): Smaller {
  let best = start;
  let left = most;
  /** Whether it still fails so; then that is the best from now on. */
  const isKept = (trial: Trial): boolean => {
    if (left-- <= 0) return false;
    const { specs } = trial.kinds;
    const valid = validate(withoutSenseless(trial.document, specs), specs);
    if (!valid.ok) return false;
    const smaller = { ...trial, document: valid.document };
    const finding = judge(smaller);
    if (finding === null) return false;
    best = { trial: smaller, finding };
    return true;
  };
  for (let before = -1; before !== sizeOf(best.trial) && left > 0; ) {
    before = sizeOf(best.trial);
    for (const step of STEPS) step(() => best.trial, isKept);
  }
  return best;
}

/** How much there is, so that a round without progress is the last. */
function sizeOf({ document, until }: Trial): number {
  return JSON.stringify(document).length + until / 1e9;
}

type Step = (trial: () => Trial, isKept: (trial: Trial) => boolean) => void;

/** Ends sooner, as long as ending sooner fails too. */
const endSooner: Step = (trial, isKept) => {
  for (const share of [0.1, 0.5, 0.8]) {
    const { document, until } = trial();
    const sooner = Math.round((until * share) / 1000) * 1000;
    const commands = document.commands.filter(({ at }) => at * 1000 <= sooner);
    if (sooner >= 1_000) isKept({ ...trial(), document: { ...document, commands }, until: sooner });
  }
};

/** Leaves out runs of a list, halves first, then ever shorter ones. */
function fewer(
  countOf: (document: SceneDocument) => number,
  without: (document: SceneDocument, from: number, to: number) => SceneDocument,
): Step {
  return (trial, isKept) => {
    let length = countOf(trial().document);
    while (length >= 1) {
      length = Math.ceil(length / 2);
      for (let from = countOf(trial().document) - length; from > -length; from -= length) {
        const { document } = trial();
        isKept({ ...trial(), document: without(document, Math.max(0, from), from + length) });
      }
      if (length === 1) return;
    }
  };
}

const fewerCommands = fewer(
  ({ commands }) => commands.length,
  (document, from, to) => ({
    ...document,
    commands: document.commands.toSpliced(from, to - from),
  }),
);

const fewerNodes = fewer(
  ({ nodes }) => nodes.length,
  (document, from, to) =>
    withoutNodes(
      document,
      document.nodes.slice(from, to).map(({ id }) => id),
    ),
);

const fewerEdges = fewer(
  ({ edges }) => edges.length,
  (document, from, to) => ({ ...document, edges: document.edges.toSpliced(from, to - from) }),
);

/** Nodes with all that names them, but for conditions. */
function withoutNodes(document: SceneDocument, ids: readonly string[]): SceneDocument {
  const stays = (id: string | undefined) => id === undefined || !ids.includes(id);
  const { nodes, edges, commands, notes = [] } = document;
  return {
    ...document,
    nodes: nodes
      .filter(({ id }) => stays(id))
      .map((node) => (stays(node.in) ? node : outside(node))),
    edges: edges.filter(({ from, to }) => stays(from) && stays(to)),
    commands: commands.flatMap((command): DocumentCommand[] => {
      const brought = broughtBy(command);
      if (brought.nodes.length + brought.edges.length > 0) {
        const parts = {
          nodes: brought.nodes.filter((node) => stays(node.id) && stays(node.in)),
          edges: brought.edges.filter(({ from, to }) => stays(from) && stays(to)),
        };
        const left = bringing(command, parts);
        return left === null ? [] : [left];
      }
      const deed = own(deeds, command.do);
      return deed?.on === 'node' && !targetsOf(command).every(stays) ? [] : [command];
    }),
    notes: notes.filter(({ on }) => stays(on)),
  };
}

function outside<N extends { in?: string }>(node: N): N {
  const { in: _frame, ...rest } = node;
  return rest as N;
}

/**
 * Settings, names and sizes back to what is usual, one after another; words that say nothing to a
 * run go.
 */
const plainer: Step = (trial, isKept) => {
  const { speed: _speed, ...rest } = trial().document;
  isKept({ ...trial(), document: { ...rest, notes: [], title: '' } });
  isKept({ ...trial(), document: { ...trial().document, conditions: [] } });
  isKept({ ...trial(), document: { ...trial().document, seed: 1 } });
  for (const path of pathsOf(trial().document)) {
    isKept({ ...trial(), document: withoutKey(trial().document, path) });
  }
};

type Path = readonly (string | number)[];

/**
 * Everything that may be left out: optional keys, single settings, what a command adds or sets,
 * ends of lists.
 */
function pathsOf(document: SceneDocument): Path[] {
  const paths: Path[] = [];
  const look = (value: unknown, path: Path): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, part] of Object.entries(value)) {
      const place = [...path, Array.isArray(value) ? Number(key) : key];
      if (path.length > 1) paths.push(place);
      look(part, place);
    }
  };
  const { nodes, edges, commands, conditions } = document;
  look({ commands, conditions, edges, nodes }, []);
  return paths.toReversed().toSorted((a, b) => a.length - b.length);
}

function withoutKey(document: SceneDocument, path: Path): SceneDocument {
  const copy = structuredClone(document);
  const last = path.at(-1) ?? '';
  let holder: unknown = copy;
  for (const key of path.slice(0, -1)) {
    if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, key))
      return document;
    holder = (holder as Record<string | number, unknown>)[key];
  }
  if (Array.isArray(holder)) holder.splice(Number(last), 1);
  else if (typeof holder === 'object' && holder !== null) Reflect.deleteProperty(holder, last);
  return copy;
}

/** Rounder numbers: a constant for a distribution, whole moments. */
const rounder: Step = (trial, isKept) => {
  const { document, until } = trial();
  const whole = Math.ceil(until / 100_000) * 100_000;
  if (whole !== until) isKept({ ...trial(), until: whole });
  for (const [at, command] of document.commands.entries()) {
    const moment = Math.round(command.at / 100) * 100;
    if (moment === command.at) continue;
    const commands = trial().document.commands.with(at, { ...command, at: moment });
    const isInOrder = commands.every((each, i) => each.at >= (commands[i - 1]?.at ?? 0));
    if (isInOrder) isKept({ ...trial(), document: { ...trial().document, commands } });
  }
};

const STEPS: readonly Step[] = [endSooner, fewerCommands, fewerNodes, fewerEdges, plainer, rounder];

/**
 * One request followed through every component: the messages sent on its behalf, where each
 * travelled, waited and was served, and why it failed. Read from the journal's rows alone.
 * What the journal no longer holds is run once more, in a kernel of its own that begins at the
 * nearest checkpoint.
 */
import type { ChunkedLog } from '../lib/chunked-log.ts';
import type { Kernel } from '../sim/kernel.ts';
import { JOURNAL, STEP } from '../sim/watch.ts';
import { STRETCH_EVENTS, STRETCH_ROWS, type Working } from './answer.ts';
import { causesOf } from './causes.ts';
import { createdRow, findCreated, journalsOf } from './journal.ts';
import { failureWords, outcomeOf, requestWords } from './journal-words.ts';
import type { Trace, TraceSpan } from './report-types.ts';
import type { Run } from './run.ts';
import { type Tree, treeFrom } from './trace-tree.ts';

/** Null when no such message has existed up to now, or nothing is observed. */
export function* trace(run: Run, message: number): Working<Trace | null> {
  const { kernel } = run;
  const { watch } = kernel;
  if (watch === null || !(message >= 1 && message <= kernel.world.lastMessage)) return null;
  const found = findCreated(watch, message);
  const root = found === null ? null : rootOf(found.journal, found.row);
  const start = found === null || root === null ? null : createdRow(found.journal, root);
  if (found === null || root === null || start === null) return yield* again(run, message);
  const { journal } = found;
  const tree = treeFrom(() => kernel, root);
  yield* gather(tree, journal.view(), start);
  return traceFrom(run, kernel, tree, { message, recomputed: false });
}

/** The message at the head of the tree, by the row in which one of its messages was created. */
function rootOf(journal: ChunkedLog, row: number): number {
  const isFirst = journal.get(row, JOURNAL.a) === 0;
  return journal.get(row, isFirst ? JOURNAL.message : JOURNAL.b);
}

function* gather(tree: Tree, journal: ChunkedLog, start: number): Working<void> {
  for (let row = start; row < journal.length && !tree.isQuiet; row++) {
    tree.take(journal, row);
    if (row % STRETCH_ROWS === 0) yield;
  }
}

/** Runs the message's time once more, up to the moment shown at most. */
function* again(run: Run, message: number): Working<Trace | null> {
  const until = run.now;
  let past = run.before(message);
  let found = findCreated(past.kernel.watch, message);
  while (found === null) {
    if (past.kernel.world.lastMessage >= message || past.now >= until) return null;
    past.seek(until, STRETCH_EVENTS);
    yield;
    if (past.kernel.world.lastMessage >= message) found = findCreated(past.kernel.watch, message);
  }
  const which = journalsOf(past.kernel.watch).indexOf(found.journal);
  const log = () => journalsOf(past.kernel.watch)[which] as ChunkedLog;
  const root = rootOf(log(), found.row);
  let next = createdRow(log(), root);
  if (next === null) {
    past = run.before(root);
    next = log().length;
  }
  const tree = treeFrom(() => past.kernel, root);
  for (let isThere = false; !tree.isQuiet; ) {
    for (; next < log().length && !tree.isQuiet; next++) tree.take(log(), next);
    if (isThere) break;
    isThere = past.seek(until, STRETCH_EVENTS);
    yield;
  }
  return traceFrom(run, past.kernel, tree, { message, recomputed: true });
}

function traceFrom(
  run: Run,
  kernel: Kernel,
  tree: Tree,
  { message, recomputed }: { readonly message: number; readonly recomputed: boolean },
): Trace {
  const { root } = tree;
  const created = tree.created(root);
  const end = tree.end(root);
  return {
    message,
    root,
    words: requestWords(kernel, created),
    from: created.at,
    to: end?.at ?? null,
    outcome: end === null ? 'in-flight' : outcomeOf(end),
    spans: spansOf(kernel, tree, root, 0),
    causes: causesOf(run, kernel, tree),
    recomputed,
  };
}

/** A message's life, its parts in order, and those of the messages sent on its behalf. */
function spansOf(kernel: Kernel, tree: Tree, message: number, depth: number): TraceSpan[] {
  const created = tree.created(message);
  const end = tree.end(message);
  const node = kernel.node(created.place);
  const last = tree.target(message);
  const life: TraceSpan = {
    message,
    depth,
    what: 'message',
    place: node.id,
    name: last === null ? node.name : `${node.name} → ${kernel.node(last).name}`,
    from: created.at,
    to: end?.at ?? null,
    outcome: end === null ? 'in-flight' : outcomeOf(end),
    failure: end === null ? null : failureWords(kernel, end, end.at - created.at),
  };
  const spans = [life, ...partsOf(kernel, tree, message, depth)];
  for (const child of tree.children(message))
    spans.push(...spansOf(kernel, tree, child, depth + 1));
  return spans;
}

function partsOf(kernel: Kernel, tree: Tree, message: number, depth: number): TraceSpan[] {
  const parts: TraceSpan[] = [];
  let open: TraceSpan | null = null;
  let here = -1;
  const isProxied = tree.children(message).length > 0;
  const close = (at: number): void => {
    if (open !== null) {
      open.to = at;
      // Where no time passed, nobody waited.
      if (open.what === 'wait' && open.from === at) parts.pop();
    }
    open = null;
  };
  const begin = (what: TraceSpan['what'], from: number, place: string, name: string): void => {
    close(from);
    open = { message, depth, what, place, name, from, to: null, outcome: null, failure: null };
    parts.push(open);
  };
  const stay = (what: 'wait' | 'service', at: number, index: number): void => {
    const node = kernel.node(index);
    begin(what, at, node.id, node.name);
  };
  for (const { step, at, place, a, b } of tree.rows(message)) {
    switch (step) {
      case STEP.created:
        here = place;
        stay('wait', at, place);
        break;
      case STEP.departed: {
        const lane = kernel.lane(place);
        const [from, to] = [kernel.node(lane.source).name, kernel.node(lane.target).name];
        here = -1;
        const way = a === 1 ? `response, ${to} → ${from}` : `${from} → ${to}`;
        begin('travel', at, lane.edge, b % 2 === 1 ? `retransmitted by TCP: ${way}` : way);
        break;
      }
      case STEP.arrived:
      case STEP.parked:
        if (here === arrivalAt(kernel, place, a)) break;
        here = arrivalAt(kernel, place, a);
        // A proxy's own messages say what goes on meanwhile.
        if (a === 0 && !(isProxied && step === STEP.arrived)) stay('wait', at, here);
        else close(at);
        break;
      case STEP.begun:
        stay('service', at, place);
        break;
      case STEP.vanished:
        begin('wait', at, kernel.lane(place).edge, 'lost, waiting for TCP to retransmit');
        break;
      case STEP.ended:
      case STEP.endedWithin:
        // A node that works on it elsewhere does not know yet.
        if (place === here || here < 0) close(at);
        break;
      default:
    }
  }
  return parts;
}

/** The node at the end of a lane. */
function arrivalAt(kernel: Kernel, lane: number, back: number): number {
  const { source, target } = kernel.lane(lane);
  return back === 1 ? source : target;
}

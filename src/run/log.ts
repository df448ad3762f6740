/**
 * The event log: how requests ended, what the nodes' states became, which commands were carried
 * out, what models say, which conditions to stop at came true. Sources are merged by time; only
 * the rows asked for are put into words, unless a text is searched for.
 */
import { describeIntervention, targetsOf } from '../document/deeds.ts';
import type { ChunkedLog } from '../lib/chunked-log.ts';
import { formatDuration } from '../lib/duration.ts';
import { hasTag, isSameLook } from '../lib/tone.ts';
import type { Kernel } from '../sim/kernel.ts';
import { CHANGE, JOURNAL, STEP, type Watch } from '../sim/watch.ts';
import { STRETCH_ROWS, type Working } from './answer.ts';
import { commandMicros } from './command-moment.ts';
import { createdRow, rowAt } from './journal.ts';
import { failureWords, requestWords } from './journal-words.ts';
import { sceneAt } from './past-facts.ts';
import type { LogFilter, LogKind, LogPage, LogRow } from './report-types.ts';
import type { Run } from './run.ts';
import { lookIn, stateAt } from './states.ts';

const NEVER = Number.POSITIVE_INFINITY;

interface LogQuery {
  readonly filter: LogFilter;
  readonly from: number;
  readonly count: number;
}

/** One event before it has words. */
interface Entry {
  readonly at: number;
  readonly kind: LogKind;
  /** Node ids it concerns; the first is shown. */
  readonly nodes: readonly string[];
  readonly message: number | null;
  readonly words: () => string;
}

export function* log(run: Run, query: LogQuery): Working<LogPage> {
  const { kernel } = run;
  const { watch } = kernel;
  if (watch === null) return { total: 0, heldFrom: run.now, rows: [] };
  const { kinds, nodes, text } = query.filter;
  const wants = (kind: LogKind) => kinds.length === 0 || kinds.includes(kind);
  const journal = watch.journal.view();
  const others = besides(run, watch, wants);
  const sought = text.trim().toLowerCase();
  const rows: LogRow[] = [];
  let total = 0;
  const pass = (entry: Entry): void => {
    if (nodes !== null && !entry.nodes.some((id) => nodes.includes(id))) return;
    const words = sought === '' ? null : entry.words();
    if (words !== null && !words.toLowerCase().includes(sought)) return;
    const index = total++;
    if (index < query.from || index >= query.from + query.count) return;
    const { at, kind, message } = entry;
    const node = entry.nodes[0] ?? null;
    rows.push({ index, at, kind, node, words: words ?? entry.words(), message });
  };
  const changes = watch.changes.view();
  let next = 0;
  let change = wants('state') ? changes.first : changes.length;
  const changeEntry = changeEntries(run);
  // At the same moment what was done comes before what it brought about.
  const passOthers = function* (until: number): Working<void> {
    for (;;) {
      const other = others[next];
      const changedAt = change < changes.length ? changes.get(change, CHANGE.at) : NEVER;
      if (Math.min(other?.at ?? NEVER, changedAt) > until) return;
      if (other !== undefined && other.at <= changedAt) {
        pass(other);
        next++;
      } else if (change < changes.length) {
        const entry = changeEntry(changes, change);
        if (entry !== null) pass(entry);
        if (++change % STRETCH_ROWS === 0) yield;
      } else return;
    }
  };
  const wantsEnds = wants('answered') || wants('failed');
  // Where nothing is asked for, what systems send each other is not meant: it would drown the rest.
  const wantsBackground = kinds.includes('background');
  const background = watch.background.view();
  const journals = [...(wantsEnds ? [journal] : []), ...(wantsBackground ? [background] : [])];
  for (const { log: from, row } of inOrder(journals)) {
    if (row % STRETCH_ROWS === 0) yield;
    if (from.get(row, JOURNAL.step) !== STEP.ended) continue;
    const status = from.get(row, JOURNAL.a);
    const how = status < 0 || status >= 400 ? 'failed' : 'answered';
    const kind = from === background ? 'background' : how;
    yield* passOthers(from.get(row, JOURNAL.at));
    if (wants(kind)) pass(endEntry(kernel, from, row, kind));
  }
  yield* passOthers(NEVER);
  const sources = [...journals, ...(wants('state') ? [changes] : [])];
  return { total, heldFrom: heldFrom(sources), rows };
}

/** The rows of journals by time. */
function* inOrder(logs: readonly ChunkedLog[]): Generator<{ log: ChunkedLog; row: number }> {
  const next = logs.map(({ first }) => first);
  for (;;) {
    let which = -1;
    let earliest = NEVER;
    for (const [index, log] of logs.entries()) {
      const row = next[index] as number;
      const at = row < log.length ? log.get(row, JOURNAL.at) : NEVER;
      if (at < earliest) [which, earliest] = [index, at];
    }
    const log = logs[which];
    if (log === undefined) return;
    const row = next[which] as number;
    next[which] = row + 1;
    yield { log, row };
  }
}

/**
 * The moment before which none of these logs holds anything. What was done by hand is always held.
 */
function heldFrom(logs: readonly ChunkedLog[]): number {
  const starts = logs.map((each) => (each.first === 0 ? 0 : each.get(each.first, 0)));
  return starts.length === 0 ? 0 : Math.min(...starts);
}

function endEntry(kernel: Kernel, journal: ChunkedLog, row: number, kind: LogKind): Entry {
  const message = journal.get(row, JOURNAL.message);
  const at = journal.get(row, JOURNAL.at);
  return {
    at,
    kind,
    nodes: [kernel.node(journal.get(row, JOURNAL.place)).id],
    message,
    words: () => {
      const created = createdRow(journal, message);
      const took = created === null ? null : at - journal.get(created, JOURNAL.at);
      const what = created === null ? '' : `${requestWords(kernel, rowAt(journal, created))}: `;
      const how = failureWords(kernel, rowAt(journal, row), took);
      if (how !== null) return what + how;
      const done = journal.get(row, JOURNAL.a) === 0 ? 'delivered' : 'answered';
      return `${what}${done}${took === null ? '' : ` after ${formatDuration(took / 1000)}`}`;
    },
  };
}

/** Commands, what models say, and stops, in order of time. */
function besides(run: Run, watch: Watch, wants: (kind: LogKind) => boolean): Entry[] {
  const entries: Entry[] = [];
  if (wants('command')) entries.push(...commandEntries(run));
  if (wants('info')) {
    for (const { at, node, text } of watch.infos) {
      const { id, name } = run.kernel.node(node);
      entries.push({
        at,
        kind: 'info',
        nodes: [id],
        message: null,
        words: () => `${name}: ${text}`,
      });
    }
  }
  if (wants('stop')) {
    for (const { at, words } of run.stops) {
      entries.push({ at, kind: 'stop', nodes: [], message: null, words: () => words });
    }
  }
  return entries.sort((a, b) => a.at - b.at);
}

function commandEntries(run: Run): Entry[] {
  return run.skipped.flatMap((why, index): Entry[] => {
    const command = run.document.commands[index];
    if (command === undefined) return [];
    const at = commandMicros(command);
    const words = (): string => {
      const deed = describeIntervention(command, sceneAt(run, at - 1), run.kinds.specs);
      return why === null ? deed : `Skipped: ${deed}. ${why}`;
    };
    const nodes = [...targetsOf(command)];
    return [{ at, kind: 'command', nodes, message: null, words }];
  });
}

/**
 * A row of the log of state changes: null for what every request brings about, and for a child that
 * looks as before.
 */
function changeEntries(run: Run): (changes: ChunkedLog, row: number) => Entry | null {
  const { kernel } = run;
  return (changes, row) => {
    const leaves = [changes.get(row, CHANGE.from), changes.get(row, CHANGE.to)] as const;
    if (leaves[0] < 0 || leaves[1] < 0) return null;
    const code = changes.get(row, CHANGE.code);
    const from = stateAt(kernel, code, leaves[0]);
    const to = stateAt(kernel, code, leaves[1]);
    const index = changes.get(row, CHANGE.node);
    const key = kernel.watch?.wordOf(changes.get(row, CHANGE.key)) ?? '';
    const isRoutine = hasTag(from.tags, 'routine') && hasTag(to.tags, 'routine');
    const node = kernel.node(index);
    const isQuiet = key !== '' || isRoutine;
    if (isQuiet && isSameLook(lookIn(run, node, from), lookIn(run, node, to))) return null;
    const { id, name } = node;
    return {
      at: changes.get(row, CHANGE.at),
      kind: 'state',
      nodes: [id],
      message: null,
      words: () => {
        const what = key === '' ? name : `${nameOfKey(kernel, key)} at ${name}`;
        return `${what}: ${from.name} → ${to.name}`;
      },
    };
  };
}

/** A child is called by the part that it is about, as far as there is one. */
function nameOfKey({ world }: Kernel, key: string): string {
  const id = key.slice(key.lastIndexOf('/') + 1);
  return world.nodes.findLast((node) => node.id === id)?.name ?? key;
}

/**
 * The states of a node's machines over time: the node itself first, then its children in the order
 * in which they appeared.
 */
import { childrenOf } from '../sim/stepper.ts';
import { CHANGE, type StateChange } from '../sim/watch.ts';
import type { StateStrip } from './report-types.ts';
import type { Run } from './run.ts';
import { lookIn, stateAt } from './states.ts';

type Line = StateStrip['lines'][number];

/** More than these do not fit under each other. */
const MOST_LINES = 100;
/** Shorter ones cannot be told apart: from so many on, the oldest of a line are left out. */
const MOST_SEGMENTS = 2_000;

interface StripQuery {
  readonly node: string;
  readonly from: number;
  readonly to: number;
}

/** Nothing is said of the time before the changes that are still held. */
export function strip(run: Run, query: StripQuery): StateStrip {
  const { kernel } = run;
  const to = Math.min(query.to, run.now);
  const { watch } = kernel;
  const node = kernel.world.nodes.findLast(({ id }) => id === query.node);
  if (watch === null || node === undefined) return { from: query.from, to, lines: [] };
  const { changes } = watch;
  const heldFrom = changes.first === 0 ? 0 : changes.get(changes.first, CHANGE.at);
  const from = Math.max(query.from, heldFrom);
  const lines = new Map<string, Line>();
  const latest = new Map<string, StateChange>();
  const close = (change: StateChange, until: number): void => {
    const name = `${change.machine} ${change.key}`;
    const start = Math.max(change.at, from);
    if (change.to < 0 || until <= start) return;
    const state = stateAt(kernel, change.code, change.to);
    const line = lines.get(name) ?? { machine: change.machine, key: change.key, segments: [] };
    line.segments.push({ from: start, to: until, state: state.path, ...lookIn(run, node, state) });
    if (line.segments.length > MOST_SEGMENTS) line.segments.shift();
    lines.set(name, line);
  };
  for (let row = changes.first; row < changes.length; row++) {
    if (changes.get(row, CHANGE.node) !== node.index) continue;
    const change = watch.change(row);
    if (change.at > to) break;
    const name = `${change.machine} ${change.key}`;
    const before = latest.get(name) ?? { ...change, at: heldFrom, to: change.from };
    close(before, change.at);
    latest.set(name, change);
  }
  for (const actor of [node.main, ...childrenOf(node)]) {
    const name = `${actor.machine} ${actor.key}`;
    if (latest.has(name) || node.gone) continue;
    // Nothing of it is held: it has been what it is all the time.
    const { code, machine, key, instance } = actor;
    latest.set(name, {
      at: heldFrom,
      node: node.index,
      machine,
      key,
      code,
      from: -1,
      to: instance.state,
      event: '',
      trigger: 0,
      triggerRef: 0,
    });
  }
  for (const change of latest.values()) close(change, to);
  const sorted = [...lines.values()].sort((a, b) => Number(a.key !== '') - Number(b.key !== ''));
  return { from, to, lines: sorted.slice(0, MOST_LINES) };
}

/**
 * The conditions of a document while it runs, each judged after the very event (or command) that
 * touched it, or at the moment it waited for. A condition fires as it becomes true and may fire
 * again only after it was false; an error or a deed is over with its event. What is true from the
 * start does not fire. Works without other observers, and its memory is part of every checkpoint,
 * so that a run fires at the same moments however it is sliced, sought or run again.
 */
import type { Condition } from '../document/condition.ts';
import { VerbJudge } from './condition-judges.ts';
import { ConditionTree } from './condition-tree.ts';
import type { ConditionWatch, Firing } from './condition-watch.ts';
import type { Engine } from './engine.ts';
import { NEVER, NOTHING } from './judge.ts';
import type { Observer } from './observers.ts';
import type { Micros } from './types.ts';

/** The latest firings of each condition that are remembered. */
const FIRINGS = 20;

interface Watched {
  readonly index: number;
  readonly tree: ConditionTree;
  isTrue: boolean;
  due: Micros;
  firings: readonly Firing[];
}

/** One condition as plain data. */
interface WatchedSnapshot {
  readonly isTrue: boolean;
  readonly firings: readonly Firing[];
  readonly waits: readonly Micros[];
}

class Conditions implements ConditionWatch, Observer {
  readonly name = 'conditions';
  readonly observers: readonly Observer[];
  isDirty = false;
  due: Micros = NEVER;
  halts = false;
  fired: Firing | null = null;
  private readonly engine: Engine;
  private readonly all: readonly Watched[];
  private readonly verbs: readonly VerbJudge[];

  constructor(conditions: readonly Condition[], engine: Engine) {
    this.engine = engine;
    const touched = () => {
      this.isDirty = true;
    };
    this.all = conditions.map((condition, index) => {
      const tree = new ConditionTree(condition, index, engine, touched);
      return { index, tree, isTrue: false, due: NEVER, firings: [] };
    });
    const judges = this.all.flatMap(({ tree }) => tree.judges);
    this.verbs = judges.filter((judge) => judge instanceof VerbJudge);
    // In this order they remember: when something is due is known once all judges do.
    this.observers = [...judges, this];
  }

  judge(): boolean {
    const { now } = this.engine.world;
    this.isDirty = false;
    let fired: Firing | null = null;
    for (const watched of this.all) {
      if (!watched.tree.isTouched && watched.due > now) continue;
      const firing = this.look(watched, now);
      fired ??= firing;
    }
    this.due = this.nextDue();
    this.fired = fired ?? this.fired;
    return fired !== null && this.halts;
  }

  begin(): void {
    this.judge();
    this.fired = null;
    for (const watched of this.all) watched.firings = [];
  }

  firings(): Firing[] {
    const all = this.all.flatMap(({ firings }) => firings);
    return all.sort((a, b) => a.at - b.at || a.condition - b.condition);
  }

  acted(verb: string, targets: readonly string[]): void {
    for (const judge of this.verbs) judge.acted(verb, targets);
  }

  snapshot(): WatchedSnapshot[] {
    return this.all.map(({ tree, isTrue, firings }) => ({
      isTrue,
      firings,
      waits: tree.memory(),
    }));
  }

  restore(snapshot: unknown, now: Micros): void {
    const snapshots = snapshot as readonly WatchedSnapshot[];
    this.isDirty = false;
    this.fired = null;
    for (const [i, watched] of this.all.entries()) {
      const { isTrue, firings, waits } = snapshots[i] as WatchedSnapshot;
      watched.isTrue = isTrue;
      watched.firings = firings;
      watched.tree.remember(waits);
      watched.due = watched.tree.dueAfter(now);
    }
    this.due = this.nextDue();
  }

  /** Judges one condition, and once more where what held for the event alone is over. */
  private look(watched: Watched, now: Micros): Firing | null {
    const { tree } = watched;
    const first = this.rise(watched, now);
    const second = tree.end() ? this.rise(watched, now) : null;
    watched.due = tree.dueAfter(now);
    return first ?? second;
  }

  /** What fires as the condition becomes true; null where it does not. */
  private rise(watched: Watched, now: Micros): Firing | null {
    const { index, tree, isTrue } = watched;
    watched.isTrue = tree.holds(now);
    if (isTrue || !watched.isTrue) return null;
    const found = tree.only?.find() ?? NOTHING;
    const firing: Firing = { condition: index, at: now, ...found };
    watched.firings = [...watched.firings.slice(1 - FIRINGS), firing];
    return firing;
  }

  private nextDue(): Micros {
    return this.all.reduce((next, { due }) => Math.min(next, due), NEVER);
  }
}

export function watchConditions(conditions: readonly Condition[], engine: Engine): ConditionWatch {
  return new Conditions(conditions, engine);
}

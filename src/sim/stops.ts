/**
 * The conditions at which a run pauses by itself, each judged after the very event (or command) that touched it. A condition fires as
 * it becomes true and may fire again only after it was false; an error is over with its event. What is true from the start does not
 * fire. Works without observers, and its memory is part of every checkpoint, so that a run fires at the same moments however it
 * is sliced, sought or run again.
 */
import type { StopCondition } from '../document/types.ts';
import { type MarkSize, sizeOfMark } from '../lib/mark-size.ts';
import type { Engine } from './engine.ts';
import type { Observer } from './observers.ts';
import { SlidingWindow, type WindowMark } from './sliding-window.ts';
import { statePath } from './stepper.ts';
import type { Cause, Message, Micros, NodeIndex } from './types.ts';
import type { Actor, NodeRecord } from './world.ts';

/** So many firings of each condition are remembered, the latest. */
const FIRINGS = 20;
/** A judge's node while that does not stand on the table. */
const NOWHERE = -1;

/** What was found when a condition became true. */
interface Finding {
  /** slow: the percentile in µs; queue: how many wait; error: the status of the answer, 0 for a drop. */
  readonly figure: number;
  /** state: its path; error: the reason of a drop. */
  readonly what: string;
  /** Where it was found. */
  readonly node: NodeIndex;
  /** error: which message, and who sent it. */
  readonly message: number;
  readonly source: NodeIndex;
}

export interface Firing extends Finding {
  /** Index into the document's conditions. */
  readonly condition: number;
  readonly at: Micros;
}

/** A judge as plain data. */
interface JudgeMark {
  readonly node: NodeIndex;
  readonly isTrue: boolean;
  readonly firings: readonly Firing[];
  readonly memory: unknown;
}

abstract class Judge {
  /** The id of its node; null for the whole table. */
  readonly id: string | null;
  node: NodeIndex = NOWHERE;
  isTrue = false;
  /** Something it depends on may have changed with this event. */
  isTouched = false;
  firings: readonly Firing[] = [];
  /** Holds for the event alone. */
  readonly isMomentary: boolean = false;

  constructor(id: string | undefined) {
    this.id = id ?? null;
  }

  abstract holds(engine: Engine): boolean;
  abstract find(engine: Engine): Finding;
  /** Its node has just been placed. */
  abstract reset(): void;
  abstract memory(): unknown;
  abstract remember(memory: unknown): void;

  protected finding(more: Partial<Finding>): Finding {
    return { figure: 0, what: '', node: this.node, message: 0, source: NOWHERE, ...more };
  }
}

class SlowJudge extends Judge {
  private readonly percentile: number;
  private readonly window: SlidingWindow;

  constructor(condition: Extract<StopCondition, { when: 'slow' }>) {
    super(condition.node);
    this.percentile = condition.percentile;
    this.window = new SlidingWindow(
      Math.round(condition.within * 1000),
      Math.round(condition.above * 1000),
    );
  }

  add(now: Micros, response: Micros): void {
    this.window.add(now, response);
  }

  holds(): boolean {
    return this.window.isAbove(this.percentile);
  }

  find(): Finding {
    return this.finding({ figure: this.window.percentile(this.percentile) });
  }

  reset(): void {
    this.window.clear();
  }

  memory(): WindowMark {
    return this.window.mark();
  }

  remember(memory: unknown): void {
    this.window.restore(memory as WindowMark);
  }
}

class ErrorJudge extends Judge {
  override readonly isMomentary = true;
  private found: Finding | null = null;

  constructor(condition: Extract<StopCondition, { when: 'error' }>) {
    super(condition.node);
  }

  /** The first error of an event counts. */
  add(message: Message, node: NodeIndex): void {
    if (this.found !== null) return;
    const { id, source, reason, status } = message;
    const figure = reason === null ? status : 0;
    this.found = this.finding({ figure, what: reason ?? '', node, message: id, source });
  }

  holds(): boolean {
    return this.found !== null;
  }

  find(): Finding {
    const found = this.found as Finding;
    this.found = null;
    return found;
  }

  reset(): void {}

  memory(): null {
    return null;
  }

  remember(): void {
    this.found = null;
  }
}

/** Who waits at a node is everyone inside who is not being served; a node without a capacity serves all. */
interface Line {
  inside: number;
  busy: number;
  capacity: number;
}

class QueueJudge extends Judge implements Line {
  inside = 0;
  busy = 0;
  capacity = 0;
  private readonly above: number;

  constructor(condition: Extract<StopCondition, { when: 'queue' }>) {
    super(condition.node);
    this.above = condition.above;
  }

  private get waiting(): number {
    return this.capacity > 0 ? this.inside - this.busy : 0;
  }

  holds(): boolean {
    return this.node !== NOWHERE && this.waiting > this.above;
  }

  find(): Finding {
    return this.finding({ figure: this.waiting });
  }

  reset(): void {
    this.remember({ inside: 0, busy: 0, capacity: 0 });
  }

  memory(): Line {
    return { inside: this.inside, busy: this.busy, capacity: this.capacity };
  }

  remember(memory: unknown): void {
    Object.assign(this, memory);
  }
}

class StateJudge extends Judge {
  private readonly path: string;

  constructor(condition: Extract<StopCondition, { when: 'state' }>) {
    super(condition.node);
    this.path = condition.is;
  }

  holds(engine: Engine): boolean {
    const state = this.stateIn(engine);
    return state === this.path || state.startsWith(`${this.path}.`);
  }

  find(engine: Engine): Finding {
    return this.finding({ what: this.stateIn(engine) });
  }

  private stateIn(engine: Engine): string {
    const node = engine.world.nodes[this.node];
    return node === undefined ? '' : statePath(engine, node.main);
  }

  reset(): void {}

  memory(): null {
    return null;
  }

  remember(): void {}
}

export class Stops implements Observer {
  readonly name = 'stops';
  /** Some judge was touched since the last judgement. */
  isDirty = false;
  /** Whether a run is to pause where a condition fires. */
  halts = false;
  /** What fired last since this was last set to null. */
  fired: Firing | null = null;
  private readonly judges: readonly Judge[];
  private readonly slow: readonly SlowJudge[];
  private readonly errors: readonly ErrorJudge[];
  private readonly queues: readonly QueueJudge[];
  private readonly states: readonly StateJudge[];

  constructor(conditions: readonly StopCondition[]) {
    this.judges = conditions.map(judgeOf);
    this.slow = this.judges.filter((judge) => judge instanceof SlowJudge);
    this.errors = this.judges.filter((judge) => judge instanceof ErrorJudge);
    this.queues = this.judges.filter((judge) => judge instanceof QueueJudge);
    this.states = this.judges.filter((judge) => judge instanceof StateJudge);
  }

  /** Judges what was touched by the event just executed; true when the run is to pause here. */
  judge(engine: Engine): boolean {
    this.isDirty = false;
    let fired: Firing | null = null;
    for (const [condition, judge] of this.judges.entries()) {
      if (!judge.isTouched) continue;
      judge.isTouched = false;
      const isTrue = judge.holds(engine);
      if (isTrue && !judge.isTrue) {
        const firing: Firing = { condition, at: engine.world.now, ...judge.find(engine) };
        judge.firings = [...judge.firings.slice(1 - FIRINGS), firing];
        fired ??= firing;
      }
      judge.isTrue = isTrue && !judge.isMomentary;
    }
    this.fired = fired ?? this.fired;
    return fired !== null && this.halts;
  }

  /** What is true now, as the run begins, is no news. */
  begin(engine: Engine): void {
    this.isDirty = false;
    for (const judge of this.judges) {
      judge.isTouched = false;
      const isTrue = judge.holds(engine);
      if (isTrue) judge.find(engine);
      judge.isTrue = isTrue && !judge.isMomentary;
    }
  }

  /** The latest of each condition, oldest first. */
  firings(): Firing[] {
    const all = this.judges.flatMap((judge) => judge.firings);
    return all.sort((a, b) => a.at - b.at || a.condition - b.condition);
  }

  placed(node: NodeRecord): void {
    for (const judge of this.judges) {
      if (judge.id !== node.id) continue;
      judge.node = node.index;
      judge.reset();
      this.touch(judge);
    }
  }

  removed(node: NodeRecord): void {
    for (const judge of this.judges) {
      if (judge.id === null || judge.node !== node.index) continue;
      judge.node = NOWHERE;
      judge.reset();
      this.touch(judge);
    }
  }

  /** The node's own machine, or one of its children, is in another state. */
  changed(actor: Actor): void {
    for (const judge of this.states) if (judge.node === actor.node) this.touch(judge);
  }

  /** A message was answered, failed or was dropped; `node` is where. */
  ended(message: Message, node: NodeIndex, now: Micros): void {
    const isFirst = message.parent === null;
    if (message.end === 'answered') {
      for (const judge of this.slow) {
        if (judge.id === null && isFirst) this.sample(judge, now, now - message.createdAt);
      }
      return;
    }
    const isHere = isFirst || message.end === 'dropped';
    for (const judge of this.errors) {
      if (judge.id === null ? isFirst : isHere && judge.node === node)
        this.err(judge, message, node);
    }
  }

  /** The node answers with an error. */
  refused(message: Message, node: NodeIndex, _cause: Cause | undefined): void {
    for (const judge of this.errors) {
      if (judge.id !== null && judge.node === node) this.err(judge, message, node);
    }
  }

  left(node: NodeIndex, response: Micros, now: Micros): void {
    for (const judge of this.slow) {
      if (judge.id !== null && judge.node === node) this.sample(judge, now, response);
    }
    this.inside(node, -1);
  }

  entered(node: NodeIndex): void {
    this.inside(node, 1);
  }

  abandoned(node: NodeIndex): void {
    this.inside(node, -1);
  }

  busy(node: NodeIndex, level: number): void {
    this.level(node, 'busy', level);
  }

  capacity(node: NodeIndex, level: number): void {
    this.level(node, 'capacity', level);
  }

  /** So many more are inside the node. */
  private inside(node: NodeIndex, more: number): void {
    for (const judge of this.queues) {
      if (judge.node !== node) continue;
      judge.inside += more;
      this.touch(judge);
    }
  }

  private level(node: NodeIndex, what: 'busy' | 'capacity', level: number): void {
    for (const judge of this.queues) {
      if (judge.node !== node) continue;
      judge[what] = level;
      this.touch(judge);
    }
  }

  mark(): { memory: JudgeMark[] } & MarkSize {
    const memory = this.judges.map((judge) => ({
      node: judge.node,
      isTrue: judge.isTrue,
      firings: judge.firings,
      memory: judge.memory(),
    }));
    return { memory, ...sizeOfMark(memory) };
  }

  restore(memory: unknown): void {
    const marks = memory as readonly JudgeMark[];
    this.isDirty = false;
    this.fired = null;
    for (const [i, judge] of this.judges.entries()) {
      const { node, isTrue, firings, memory: own } = marks[i] as JudgeMark;
      judge.node = node;
      judge.isTrue = isTrue;
      judge.isTouched = false;
      judge.firings = firings;
      judge.remember(own);
    }
  }

  private touch(judge: Judge): void {
    judge.isTouched = true;
    this.isDirty = true;
  }

  private sample(judge: SlowJudge, now: Micros, response: Micros): void {
    judge.add(now, response);
    this.touch(judge);
  }

  private err(judge: ErrorJudge, message: Message, node: NodeIndex): void {
    judge.add(message, node);
    this.touch(judge);
  }
}

function judgeOf(condition: StopCondition): Judge {
  switch (condition.when) {
    case 'slow':
      return new SlowJudge(condition);
    case 'error':
      return new ErrorJudge(condition);
    case 'queue':
      return new QueueJudge(condition);
    case 'state':
      return new StateJudge(condition);
    default:
      return condition satisfies never;
  }
}

/**
 * The conditions at which a run pauses by itself, each judged after the very event (or command)
 * that touched it. A condition fires as it becomes true and may fire again only after it was false;
 * an error is over with its event. What is true from the start does not fire. Works without
 * observers, and its memory is part of every checkpoint, so that a run fires at the same moments
 * however it is sliced, sought or run again.
 */
import type { StopCondition } from '../document/types.ts';
import { type MarkSize, sizeOfMark } from '../lib/mark-size.ts';
import type { Engine } from './engine.ts';
import type { Observer } from './observers.ts';
import {
  ErrorJudge,
  type Firing,
  type Judge,
  type JudgeMark,
  judgeOf,
  NOWHERE,
  QueueJudge,
  SlowJudge,
  StateJudge,
} from './stop-judges.ts';
import type { Cause, Message, Micros, NodeIndex } from './types.ts';
import type { Actor, NodeRecord } from './world.ts';

/** So many firings of each condition are remembered, the latest. */
const FIRINGS = 20;

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

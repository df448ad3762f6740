/**
 * The judges of conditions to pause at: each knows one sort of condition, is told what touches it,
 * and says whether it holds and what it found.
 */
import type { StopCondition } from '../document/types.ts';
import type { Engine } from './engine.ts';
import { SlidingWindow, type WindowMark } from './sliding-window.ts';
import { stateIn } from './stepper.ts';
import type { Message, Micros, NodeIndex } from './types.ts';

/** A judge's node while that does not stand on the table. */
export const NOWHERE = -1;

/** What was found when a condition became true. */
interface Finding {
  /**
   * slow: the percentile in µs; queue: how many wait; error: the status of the answer, 0 for a
   * drop.
   */
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
export interface JudgeMark {
  readonly node: NodeIndex;
  readonly isTrue: boolean;
  readonly firings: readonly Firing[];
  readonly memory: unknown;
}

export abstract class Judge {
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

export class SlowJudge extends Judge {
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

export class ErrorJudge extends Judge {
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

/**
 * Who waits at a node is everyone inside who is not being served; a node without a capacity serves
 * all.
 */
interface Line {
  inside: number;
  busy: number;
  capacity: number;
}

export class QueueJudge extends Judge implements Line {
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

export class StateJudge extends Judge {
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
    return node === undefined ? '' : stateIn(engine, node.main).path;
  }

  reset(): void {}

  memory(): null {
    return null;
  }

  remember(): void {}
}

export function judgeOf(condition: StopCondition): Judge {
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

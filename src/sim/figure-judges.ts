/** The judges of figures, each with the one thing it counts or measures. */
import type { Figure, FigureCondition } from '../document/condition.ts';
import { type Bounds, isBeyond } from './bounds.ts';
import { type Finding, Judge, NOTHING, NOWHERE, type Post } from './judge.ts';
import { type RateSnapshot, type RateWindow, rateWindow } from './rate-window.ts';
import { SlidingWindow, type WindowSnapshot } from './sliding-window.ts';
import type { Cause, Message, Micros, NodeIndex } from './types.ts';

type Of<F extends Figure> = Extract<FigureCondition, { figure: F }>;

/** A percentile of response times: known as a request ends, and so until the next one does. */
class ResponseJudge extends Judge {
  private readonly condition: Of<'response'>;
  private readonly window: SlidingWindow;

  constructor(post: Post, condition: Of<'response'>) {
    super(post, condition.node);
    this.condition = condition;
    const { within, above, below = 0 } = condition;
    // Times are whole microseconds: what is not below a bound is above the one before.
    const most = above === undefined ? Math.round(below * 1000) - 1 : Math.round(above * 1000);
    this.window = new SlidingWindow(Math.round(within * 1000), most);
  }

  ended(message: Message, _node: NodeIndex, now: Micros): void {
    if (this.id !== null || message.parent !== null || message.end !== 'answered') return;
    this.sample(now, now - message.createdAt);
  }

  left(node: NodeIndex, response: Micros, now: Micros): void {
    if (this.id !== null && this.node === node) this.sample(now, response);
  }

  private sample(now: Micros, response: Micros): void {
    this.window.add(now, response);
    this.touch();
  }

  protected holds(): boolean {
    const { window } = this;
    const { above, percentile } = this.condition;
    return above === undefined ? window.isAtMost(percentile) : window.isAbove(percentile);
  }

  override find(): Finding {
    const figure = this.window.percentile(this.condition.percentile);
    return { ...NOTHING, figure, node: this.node };
  }

  protected override forget(): void {
    this.window.clear();
  }

  protected override memory(): WindowSnapshot {
    return this.window.snapshot();
  }

  protected override remember(memory: unknown): void {
    this.window.restore(memory as WindowSnapshot);
  }
}

/** A rate per second, over a window that slides with the clock. */
abstract class RateJudge extends Judge {
  private readonly isAbove: boolean;
  private readonly window: RateWindow;

  constructor(post: Post, { node, within, above, below }: Of<'throughput' | 'errors'>) {
    super(post, node);
    this.isAbove = above !== undefined;
    this.window = rateWindow({ within, above, below });
  }

  override get due(): Micros {
    return this.window.due;
  }

  protected happened(now: Micros): void {
    this.window.add(now);
    this.touch();
  }

  protected holds(now: Micros): boolean {
    this.window.advance(now);
    const isThere = this.id === null || this.node !== NOWHERE;
    return isThere && this.window.isMany === this.isAbove;
  }

  protected override forget(): void {
    this.window.clear();
  }

  protected override memory(): RateSnapshot {
    return this.window.snapshot();
  }

  protected override remember(memory: unknown): void {
    this.window.restore(memory as RateSnapshot);
  }
}

class ThroughputJudge extends RateJudge {
  ended(message: Message, _node: NodeIndex, now: Micros): void {
    const isDone = message.end === 'answered' || message.end === 'delivered';
    if (this.id === null && message.parent === null && isDone) this.happened(now);
  }

  left(node: NodeIndex, _response: Micros, now: Micros): void {
    if (this.id !== null && this.node === node) this.happened(now);
  }
}

/** What an error is, is what it is to the condition of that name. */
class ErrorsJudge extends RateJudge {
  ended(message: Message, node: NodeIndex, now: Micros): void {
    if (message.end === 'answered' || message.end === 'delivered') return;
    const isFirst = message.parent === null;
    const isHere = isFirst || message.end === 'dropped';
    if (this.id === null ? isFirst : isHere && this.node === node) this.happened(now);
  }

  erred(_message: Message, node: NodeIndex, _cause: Cause | undefined, now: Micros): void {
    if (this.id !== null && this.node === node) this.happened(now);
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

/** How many are inside a node. */
class InsideJudge extends Judge {
  protected readonly bounds: Bounds;
  protected line: Line = { inside: 0, busy: 0, capacity: 0 };

  constructor(post: Post, condition: Of<'inFlight' | 'queue'>) {
    super(post, condition.node);
    this.bounds = condition;
  }

  entered(node: NodeIndex): void {
    this.grow(node, 1);
  }

  left(node: NodeIndex): void {
    this.grow(node, -1);
  }

  abandoned(node: NodeIndex): void {
    this.grow(node, -1);
  }

  private grow(node: NodeIndex, more: number): void {
    if (this.node !== node) return;
    this.line.inside += more;
    this.touch();
  }

  protected figure(): number {
    return this.line.inside;
  }

  protected holds(): boolean {
    return this.node !== NOWHERE && isBeyond(this.bounds, this.figure());
  }

  override find(): Finding {
    return { ...NOTHING, figure: this.figure(), node: this.node };
  }

  protected override forget(): void {
    this.line = { inside: 0, busy: 0, capacity: 0 };
  }

  protected override memory(): Line {
    return { ...this.line };
  }

  protected override remember(memory: unknown): void {
    this.line = { ...(memory as Line) };
  }
}

class QueueJudge extends InsideJudge {
  busy(node: NodeIndex, level: number): void {
    if (this.node !== node) return;
    this.line.busy = level;
    this.touch();
  }

  capacity(node: NodeIndex, level: number): void {
    if (this.node !== node) return;
    this.line.capacity = level;
    this.touch();
  }

  protected override figure(): number {
    const { inside, busy, capacity } = this.line;
    return capacity > 0 ? inside - busy : 0;
  }
}

/** All messages under way or held anywhere. */
class InFlightJudge extends Judge {
  private readonly bounds: Bounds;

  constructor(post: Post, condition: Of<'inFlight'>) {
    super(post, undefined);
    this.bounds = condition;
  }

  created(): void {
    this.touch();
  }

  ended(): void {
    this.touch();
  }

  private figure(): number {
    const { sent, delivered, answered, failed, droppedTotal } = this.post.engine.world.counts;
    return sent - delivered - answered - failed - droppedTotal;
  }

  protected holds(): boolean {
    return isBeyond(this.bounds, this.figure());
  }

  override find(): Finding {
    return { ...NOTHING, figure: this.figure() };
  }
}

/** The one place where a figure is looked up by its name. */
export function figureJudge(condition: FigureCondition, post: Post): Judge {
  switch (condition.figure) {
    case 'response':
      return new ResponseJudge(post, condition);
    case 'throughput':
      return new ThroughputJudge(post, condition);
    case 'errors':
      return new ErrorsJudge(post, condition);
    case 'queue':
      return new QueueJudge(post, condition);
    case 'inFlight':
      return condition.node === undefined
        ? new InFlightJudge(post, condition)
        : new InsideJudge(post, condition);
    default:
      return condition satisfies never;
  }
}

/**
 * What judges one leaf of a condition: an observer that hears only of what it depends on, and is
 * asked again only when that was touched, or when a moment has come that it waited for.
 */
import type { Engine } from './engine.ts';
import type { Observer } from './observers.ts';
import type { Micros, NodeIndex } from './types.ts';
import type { NodeRecord } from './world.ts';

/** A judge's node while that does not stand on the table. */
export const NOWHERE = -1;
export const NEVER = Number.POSITIVE_INFINITY;

/** What was found when a condition became true. */
export interface Finding {
  /** The figure, times in µs; of an error the status of the answer, 0 for a drop. */
  readonly figure: number;
  /** state: its path; error: the reason of a drop. */
  readonly what: string;
  /** Where it was found. */
  readonly node: NodeIndex;
  /** error: which message, and who sent it. */
  readonly message: number;
  readonly source: NodeIndex;
}

export const NOTHING: Finding = { figure: 0, what: '', node: NOWHERE, message: 0, source: NOWHERE };

/** Where a judge stands, and who hears that it was touched. */
export interface Post {
  /** Sets it apart from all other judges of a run. */
  readonly name: string;
  readonly engine: Engine;
  readonly touched: () => void;
}

interface JudgeSnapshot {
  readonly node: NodeIndex;
  readonly isTrue: boolean;
  readonly memory: unknown;
}

export abstract class Judge implements Observer {
  readonly name: string;
  protected readonly post: Post;
  /** The id of the node it is about; null where it is about all. */
  protected readonly id: string | null;
  protected node: NodeIndex = NOWHERE;
  /** As it was judged last. */
  isTrue = false;
  /** Something it depends on may have changed since. */
  private isTouched = true;
  /** Holds for the event alone. */
  readonly isMomentary: boolean = false;

  constructor(post: Post, id: string | undefined) {
    this.name = post.name;
    this.post = post;
    this.id = id ?? null;
  }

  /** When it may change though nothing touches it; Infinity where it will not. */
  get due(): Micros {
    return NEVER;
  }

  judge(now: Micros): boolean {
    if (this.isTouched || this.due <= now) {
      this.isTouched = false;
      this.isTrue = this.holds(now);
    }
    return this.isTrue;
  }

  /** What is momentary is over. */
  end(): void {
    if (this.isMomentary) this.isTrue = false;
  }

  protected abstract holds(now: Micros): boolean;

  find(): Finding {
    return { ...NOTHING, node: this.node };
  }

  placed(node: NodeRecord): void {
    if (this.id !== node.id) return;
    this.node = node.index;
    this.forget();
    this.touch();
  }

  removed(node: NodeRecord): void {
    if (this.id === null || this.node !== node.index) return;
    this.node = NOWHERE;
    this.forget();
    this.touch();
  }

  /** Its node is another one, or none any more. */
  protected forget(): void {}

  /** What it remembers, as plain data. */
  protected memory(): unknown {
    return null;
  }

  protected remember(_memory: unknown): void {}

  protected touch(): void {
    this.isTouched = true;
    this.post.touched();
  }

  snapshot(): JudgeSnapshot {
    return { node: this.node, isTrue: this.isTrue, memory: this.memory() };
  }

  restore(snapshot: unknown): void {
    const { node, isTrue, memory } = snapshot as JudgeSnapshot;
    this.node = node;
    this.isTrue = isTrue;
    this.isTouched = false;
    this.remember(memory);
  }
}

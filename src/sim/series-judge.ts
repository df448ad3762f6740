/** The judge of a figure that a kind keeps of its own, found by node, name and key. */
import type { SeriesCondition } from '../document/condition.ts';
import { own } from '../lib/table.ts';
import { isBeyond } from './bounds.ts';
import { Judge, NEVER, NOWHERE, type Post } from './judge.ts';
import { type RateSnapshot, type RateWindow, rateWindow } from './rate-window.ts';
import { levelNow } from './series-now.ts';
import type { Micros, NodeIndex, SeriesKey } from './types.ts';

export class SeriesJudge extends Judge {
  private readonly condition: SeriesCondition;
  /** For a counter; a gauge is asked for what it holds. */
  private readonly window: RateWindow | null;
  private place = { of: NOWHERE, number: -1 };

  constructor(post: Post, condition: SeriesCondition) {
    super(post, condition.node);
    this.condition = condition;
    const { within, above, below } = condition;
    this.window = within === undefined ? null : rateWindow({ within, above, below });
  }

  override get due(): Micros {
    return this.window?.due ?? NEVER;
  }

  wrote(
    node: NodeIndex,
    series: number,
    value: number,
    key: SeriesKey | undefined,
    now: Micros,
  ): void {
    if (this.node !== node || series !== this.number() || !this.isAbout(key)) return;
    this.window?.add(now, value);
    this.touch();
  }

  /** The figure's place in the table of the node's kind, found once for each node. */
  private number(): number {
    if (this.place.of !== this.node) {
      const { world, models } = this.post.engine;
      const table = own(models, world.nodes[this.node]?.kind ?? '')?.series ?? {};
      this.place = { of: this.node, number: Object.keys(table).indexOf(this.condition.series) };
    }
    return this.place.number;
  }

  private isAbout(key: SeriesKey | undefined): boolean {
    const { nodes } = this.post.engine.world;
    const name = typeof key === 'number' ? nodes[key]?.id : key;
    return this.condition.key === undefined || this.condition.key === name;
  }

  protected holds(now: Micros): boolean {
    if (this.node === NOWHERE) return false;
    if (this.window === null) {
      const level = levelNow(this.post.engine, this.condition);
      return level !== null && isBeyond(this.condition, level);
    }
    this.window.advance(now);
    return this.window.isMany === (this.condition.above !== undefined);
  }

  protected override forget(): void {
    this.window?.clear();
  }

  protected override memory(): RateSnapshot | null {
    return this.window?.snapshot() ?? null;
  }

  protected override remember(memory: unknown): void {
    this.window?.restore(memory as RateSnapshot);
  }
}

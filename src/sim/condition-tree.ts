/**
 * One condition of the document as a tree over its judges. What has to hold for a time waits for
 * the moment at which it will have: nothing is asked meanwhile.
 */
import type { Condition } from '../document/condition.ts';
import { judgeOf } from './condition-judges.ts';
import type { Engine } from './engine.ts';
import { type Judge, NEVER } from './judge.ts';
import type { Micros } from './types.ts';

/** Since when something has held without a break; -1 while it does not. */
interface Wait {
  since: Micros;
  readonly lasts: Micros;
}

type Holds = (now: Micros) => boolean;

export class ConditionTree {
  readonly judges: Judge[] = [];
  isTouched = true;
  private readonly waits: Wait[] = [];
  private readonly place: { readonly index: number; readonly engine: Engine };
  private readonly touched: () => void;
  private readonly root: Holds;

  /** @param index of the condition in the document */
  constructor(condition: Condition, index: number, engine: Engine, touched: () => void) {
    this.place = { index, engine };
    this.touched = () => {
      this.isTouched = true;
      touched();
    };
    this.root = this.part(condition);
  }

  /** The judge that is the whole condition; null where it is made of several, or has to last. */
  get only(): Judge | null {
    const isPlain = this.waits.length === 0 && this.judges.length === 1;
    return isPlain ? (this.judges[0] as Judge) : null;
  }

  holds(now: Micros): boolean {
    this.isTouched = false;
    return this.root(now);
  }

  /** What holds for an event alone is over; true where something did. */
  end(): boolean {
    let isOver = false;
    for (const judge of this.judges) {
      if (judge.isMomentary && judge.isTrue) isOver = true;
      judge.end();
    }
    return isOver;
  }

  /** The next moment at which it may change though nothing happens; Infinity where it will not. */
  dueAfter(now: Micros): Micros {
    let due = NEVER;
    for (const judge of this.judges) due = Math.min(due, judge.due);
    for (const { since, lasts } of this.waits) {
      if (since >= 0 && since + lasts > now) due = Math.min(due, since + lasts);
    }
    return due;
  }

  memory(): Micros[] {
    return this.waits.map(({ since }) => since);
  }

  remember(memory: readonly Micros[]): void {
    this.isTouched = false;
    for (const [i, wait] of this.waits.entries()) wait.since = memory[i] ?? -1;
  }

  private part(condition: Condition): Holds {
    const holds = this.inner(condition);
    if (!('for' in condition) || condition.for === undefined) return holds;
    const wait: Wait = { since: -1, lasts: Math.max(1, Math.round(condition.for * 1000)) };
    this.waits.push(wait);
    return (now) => {
      if (!holds(now)) wait.since = -1;
      else if (wait.since < 0) wait.since = now;
      return wait.since >= 0 && now >= wait.since + wait.lasts;
    };
  }

  /** Every part is asked each time: each keeps up with how long it has held. */
  private inner(condition: Condition): Holds {
    if ('not' in condition) {
      const part = this.part(condition.not);
      return (now) => !part(now);
    }
    if ('all' in condition) {
      const parts = condition.all.map((each) => this.part(each));
      return (now) => parts.reduce((all, part) => part(now) && all, true);
    }
    if ('any' in condition) {
      const parts = condition.any.map((each) => this.part(each));
      return (now) => parts.reduce((any, part) => part(now) || any, false);
    }
    const { index, engine } = this.place;
    const name = `condition ${index}/${this.judges.length}`;
    const judge = judgeOf(condition, { name, engine, touched: this.touched });
    this.judges.push(judge);
    return (now) => judge.judge(now);
  }
}

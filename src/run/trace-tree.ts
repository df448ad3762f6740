/**
 * The messages of one request, gathered row by row from the journal until nothing of it is under
 * way any more.
 */
import type { ChunkedLog } from '../lib/chunked-log.ts';
import type { Kernel } from '../sim/kernel.ts';
import { JOURNAL, STEP } from '../sim/watch.ts';
import { type Row, rowAt } from './journal.ts';

interface Member {
  readonly rows: Row[];
  readonly children: number[];
  readonly created: Row;
  end: Row | null;
  /** Where it is; -1 on its way. */
  here: number;
  /** Somebody has it in hand, or it is on its way. */
  isBusy: boolean;
}

export interface Tree {
  readonly root: number;
  /** Everything has ended and nothing is under way: no further row can concern it. */
  readonly isQuiet: boolean;
  take(journal: ChunkedLog, row: number): void;
  rows(message: number): readonly Row[];
  created(message: number): Row;
  end(message: number): Row | null;
  children(message: number): readonly number[];
  has(message: number): boolean;
  /** The node it travelled to last; null when it never set out. */
  target(message: number): number | null;
}

export function treeFrom(kernel: () => Kernel, root: number): Tree {
  const members = new Map<number, Member>();
  let busy = 0;
  const of = (message: number): Member => members.get(message) as Member;
  const isStill = (member: Member): boolean =>
    member.end !== null && (!member.isBusy || member.children.length > 0);

  const join = (row: Row): void => {
    members.set(row.message, {
      rows: [row],
      children: [],
      created: row,
      end: null,
      here: row.place,
      isBusy: true,
    });
    of(row.a)?.children.push(row.message);
  };

  const follow = (member: Member, row: Row): void => {
    const { step, place, a } = row;
    member.rows.push(row);
    if (step === STEP.departed) {
      member.here = -1;
      member.isBusy = true;
    } else if (step === STEP.arrived || step === STEP.parked) {
      const lane = kernel().lane(place);
      member.here = a === 1 ? lane.source : lane.target;
      member.isBusy = a === 0 || step === STEP.parked;
    } else if (step === STEP.vanished) member.isBusy = false;
    else if (step === STEP.ended || step === STEP.endedWithin) {
      member.end = row;
      if (member.here === place) member.isBusy = false;
    }
  };

  return {
    root,
    get isQuiet() {
      return busy === 0 && members.size > 0;
    },
    take(journal, index) {
      const message = journal.get(index, JOURNAL.message);
      if (message < root) return;
      const isCreation = journal.get(index, JOURNAL.step) === STEP.created;
      const known = members.get(isCreation ? journal.get(index, JOURNAL.a) : message);
      if (known === undefined && !(isCreation && message === root)) return;
      const row = rowAt(journal, index);
      if (isCreation) {
        const wasStill = known !== undefined && isStill(known);
        join(row);
        busy++;
        if (known !== undefined && !wasStill && isStill(known)) busy--;
        return;
      }
      const member = of(message);
      const wasStill = isStill(member);
      follow(member, row);
      if (wasStill !== isStill(member)) busy += wasStill ? 1 : -1;
    },
    rows: (message) => of(message).rows,
    created: (message) => of(message).created,
    end: (message) => of(message).end,
    children: (message) => of(message).children,
    has: (message) => members.has(message),
    target(message) {
      const last = of(message).rows.findLast(({ step, a }) => step === STEP.departed && a === 0);
      return last === undefined ? null : kernel().lane(last.place).target;
    },
  };
}

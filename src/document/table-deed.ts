/**
 * Deeds that change what stands on the table: nodes, edges, their settings and places. How they are
 * declared; which there are is in `deeds-table.ts`.
 */
import type { Args, ArgsOf, Declared } from './deed.ts';
import type { Specs } from './spec.ts';
import type { Intervention, Scene } from './types.ts';

/** What stands on the table afterwards, or why it no longer applies. */
export type Outcome =
  | {
      readonly ok: true;
      readonly scene: Scene;
      /** Why a part of what was to be added did not join. */
      readonly leftOut?: string;
    }
  /** A sentence for the mark on the timeline. */
  | { readonly ok: false; readonly why: string };

export interface TableDeed<A = Readonly<Record<string, unknown>>> extends Declared<A> {
  readonly on: 'table';
  apply(scene: Scene, args: A, specs: Specs): Outcome;
  /** What the run does with what stands there before and after. */
  readonly run: 'configure' | 'configure-edge' | 'join' | 'leave' | 'enclose' | 'lead' | 'scale';
  /** What was connected may not be so any more. */
  readonly unplugs?: true;
  /**
   * One command that does what both do one after the other at the same moment; null where there is
   * none.
   */
  merge?(before: Intervention, args: A, specs: Specs): Intervention | null;
  /** It comes to nothing when one of the parts it names is gone, and not only when all are. */
  readonly needsAll?: true;
}

/** Keeps the types of what the deed takes. */
export function tableDeed<const A extends Args>(
  deed: Omit<TableDeed<ArgsOf<A>>, 'on' | 'args'> & { readonly args: A },
): TableDeed {
  // Its functions are given what its arguments were checked to be.
  return { on: 'table', ...deed } as TableDeed;
}

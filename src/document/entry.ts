/**
 * What is known of a kind before its spec is here: enough to offer it, and to show where one
 * stands. A spec holds its entry, so that both say the same.
 */
import type { Spec } from './spec.ts';

export type Entry = Readonly<
  Pick<Spec, 'kind' | 'key' | 'family' | 'title' | 'summary' | 'icon' | 'gives' | 'takes'>
> & {
  /** Set for frames: nodes that contain nodes. */
  readonly frame?: Pick<NonNullable<Spec['frame']>, 'size'>;
};

/** Every kind's entry by kind id; specs will do, too. */
export type Entries = Readonly<Record<string, Entry>>;

/** How the keeping of the diagram shown goes, when there is something to say about it. */
import { create } from 'zustand';

export interface Saving {
  /**
   * This browser stores nothing: its storage is full, or fails. What is made lives in this tab
   * alone until it does again.
   */
  failed: 'full' | 'denied' | null;
  /**
   * Another tab has the same diagram: it is `open` there; it was `changed` there and not here; or
   * in both, and what is shown here was `copied` to a diagram of its own.
   */
  other: 'open' | 'changed' | 'copied' | null;
  /** The id under which the other tab keeps it. */
  theirs: string | null;
}

export const QUIET: Saving = { failed: null, other: null, theirs: null };

export const useSaving = create<Saving>()(() => QUIET);

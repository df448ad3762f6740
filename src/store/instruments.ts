/**
 * What the instruments share: the moment the pointer is at on any of them, and the request that is
 * followed.
 */
import { create } from 'zustand';
import { type Micros, simulation } from './playback.ts';
import { showDrawer } from './shell.ts';

interface Instruments {
  /** Where the pointer is in time, on the timeline or a chart: the others show a line there. */
  pointedAt: Micros | null;
  /**
   * The message that is ringed on the table and whose trace is shown; `near` is a moment at which
   * it lived.
   */
  followed: { readonly message: number; readonly near: Micros } | null;
}

export const useInstruments = create<Instruments>()(() => ({ pointedAt: null, followed: null }));

export function pointAt(pointedAt: Micros | null): void {
  useInstruments.setState({ pointedAt });
}

/** Rings a request and shows its trace. */
export function follow(message: number, near: Micros): void {
  useInstruments.setState({ followed: { message, near } });
  simulation().send({ type: 'follow', message });
  showDrawer('requests');
}

export function unfollow(): void {
  useInstruments.setState({ followed: null });
  simulation().send({ type: 'follow', message: null });
}

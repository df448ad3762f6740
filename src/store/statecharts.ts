/**
 * The statecharts of kinds, asked of the simulation once and kept: they are the very machines it
 * runs, and the page has no machine of its own.
 */
import { create } from 'zustand';
import type { Statechart } from '../worker/protocol.ts';
import { simulation } from './playback.ts';

/** By kind, then by the machine's name within its kind. */
export const useStatecharts = create<{
  readonly byKind: ReadonlyMap<string, Readonly<Record<string, Statechart>>>;
}>()(() => ({ byKind: new Map() }));

/**
 * Asks for a kind's statecharts unless they are known already; `useStatecharts` changes when they
 * arrive. Throws `NotFetched`.
 */
export async function askStatecharts(kind: string): Promise<void> {
  if (useStatecharts.getState().byKind.has(kind)) return;
  const charts = await simulation().ask({ ask: 'statecharts', kind });
  if (charts === null) return;
  useStatecharts.setState(({ byKind }) => ({ byKind: new Map(byKind).set(kind, charts) }));
}

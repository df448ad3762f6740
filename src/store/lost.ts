/**
 * What could not be fetched and has no place of its own on the page. It is said once for all of
 * that, and all of it is fetched again together.
 */
import { create } from 'zustand';

/** One for each: it tries again. */
export const useLost = create<{ readonly again: readonly (() => void)[] }>()(() => ({ again: [] }));

/** Says that something could not be fetched. */
export function sayLost(again: () => void): void {
  useLost.setState((lost) => ({ again: [...lost.again, again] }));
}

export function dismissLost(): void {
  useLost.setState({ again: [] });
}

/** Fetches all of it once more. */
export function tryAgain(): void {
  const { again } = useLost.getState();
  dismissLost();
  for (const each of again) each();
}

/**
 * Does what needs something fetched; what cannot be had is said, and it is done when that is tried
 * again. What `act` throws is passed on.
 */
export async function fetchOrSay<T>(
  fetch: () => Promise<T>,
  act: (thing: T) => unknown = () => undefined,
): Promise<void> {
  let thing: T;
  try {
    thing = await fetch();
  } catch {
    sayLost(() => void fetchOrSay(fetch, act));
    return;
  }
  await act(thing);
}

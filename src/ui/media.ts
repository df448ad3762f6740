/** Media queries as React sees them. */
import { useSyncExternalStore } from 'react';

/** A phone held sideways: what lies above each other elsewhere lies side by side. */
export const LOW_QUERY = '(max-height: 499px)';
/** A phone held upright: what lies side by side elsewhere lies above each other. */
export const NARROW_QUERY = '(max-width: 699px)';
/** On phones palette and inspector are sheets. */
export const PHONE_QUERY = `${NARROW_QUERY}, ${LOW_QUERY}`;

/** Whether the query holds now; renders again when that changes. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = window.matchMedia(query);
      list.addEventListener('change', changed);
      return () => list.removeEventListener('change', changed);
    },
    () => window.matchMedia(query).matches,
  );
}

/** Media queries as React sees them. */
import { useSyncExternalStore } from 'react';

/** Below this width palette and inspector are sheets. */
export const PHONE_QUERY = '(max-width: 699px)';

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

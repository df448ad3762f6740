/** What the inspector fetches of a kind when somebody looks. */
import { useContext, useEffect, useState } from 'react';
import { Losing } from '../../ui/late.tsx';

/**
 * What cannot be had is said in the place around it.
 * @param fetch what there is of a kind; null when there is nothing
 * @returns null until it is here
 */
export function useFetched<T>(
  kind: string,
  fetch: (kind: string) => Promise<T | null>,
): { readonly thing: T | null } | null {
  const [got, setGot] = useState<{ kind: string; thing: T | null } | null>(null);
  const [tries, setTries] = useState(0);
  const lose = useContext(Losing);
  useEffect(() => {
    let isWanted = true;
    fetch(kind).then(
      (thing) => {
        if (isWanted) setGot({ kind, thing });
      },
      () => {
        if (isWanted) lose(() => setTries(tries + 1));
      },
    );
    return () => {
      isWanted = false;
    };
  }, [kind, fetch, tries, lose]);
  return got?.kind === kind ? got : null;
}

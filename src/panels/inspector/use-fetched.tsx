/**
 * What the inspector fetches of a kind when somebody looks; what cannot be had can be tried again.
 */
import { type ReactNode, useEffect, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { words } from '../words.ts';
import css from './node-inspector.module.css';

interface Got<T> {
  readonly kind: string;
  /** Undefined when it could not be had. */
  readonly thing: T | null | undefined;
}

/**
 * @param fetch what there is of a kind; null when there is nothing
 * @returns it, or what is to be shown in its place
 */
export function useFetched<T>(
  kind: string,
  fetch: (kind: string) => Promise<T | null>,
): { thing: T | null; instead: ReactNode } | null {
  const [got, setGot] = useState<Got<T> | null>(null);
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each try fetches anew.
  useEffect(() => {
    let isWanted = true;
    const take = (thing: T | null | undefined) => {
      if (isWanted) setGot({ kind, thing });
    };
    fetch(kind).then(take, () => take(undefined));
    return () => {
      isWanted = false;
    };
  }, [kind, fetch, tries]);
  if (got?.kind !== kind) return null;
  const { thing = null } = got;
  if (got.thing !== undefined) return { thing, instead: null };
  return {
    thing,
    instead: (
      <p className={css.remark}>
        {words.inspector.notFetched}{' '}
        <Button onClick={() => setTries(tries + 1)}>{words.inspector.tryAgain}</Button>
      </p>
    ),
  };
}

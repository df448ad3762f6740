/** The states a node's main machine can be in, as paths: those of its statechart. */
import { useEffect, useState } from 'react';
import type { DocumentNode } from '../../document/types.ts';
import { fetchOrSay } from '../../store/lost.ts';
import { simulation, usePlayback } from '../../store/playback.ts';
import { askStatecharts, useStatecharts } from '../../store/statecharts.ts';

/** Long enough to say something, in µs. */
const WINDOW = 1_000_000;

/** Null until they are known. */
export function useStates(node: DocumentNode | undefined): readonly string[] | null {
  const kind = node?.kind ?? '';
  const id = node?.id ?? '';
  useEffect(() => void fetchOrSay(() => askStatecharts(kind)), [kind]);
  const charts = useStatecharts((state) => state.byKind.get(kind));
  const main = useMainMachine(id);
  if (charts === undefined) return null;
  const shown = main === null ? undefined : charts[main];
  const paths = (shown === undefined ? Object.values(charts) : [shown]).flatMap(({ states }) =>
    states.map(({ path }) => path),
  );
  return [...new Set(paths)].filter((path) => path !== '');
}

/**
 * A kind may have several machines, of which the node's settings choose one; its strip of states
 * begins with that.
 */
function useMainMachine(node: string): string | null {
  const [found, setFound] = useState<{ node: string; machine: string } | null>(null);
  useEffect(() => {
    let isOver = false;
    const { at } = usePlayback.getState();
    void fetchOrSay(
      () => simulation().ask({ ask: 'strip', node, from: Math.max(0, at - WINDOW), to: at }),
      (strip) => {
        const machine = strip?.lines[0]?.machine;
        if (!isOver && machine !== undefined) setFound({ node, machine });
      },
    );
    return () => {
      isOver = true;
    };
  }, [node]);
  return found?.node === node ? found.machine : null;
}

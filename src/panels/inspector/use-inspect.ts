/**
 * The details of one node, asked of the simulation while somebody looks, and shown no faster than
 * they can be read.
 */
import { useEffect, useState } from 'react';
import { simulation, usePlayback } from '../../store/playback.ts';
import { throttled } from '../../store/throttled.ts';
import type { InspectReport } from '../../worker/protocol.ts';

/** Four times a second. */
const LEAST_MS = 250;

function inspected(id: string): InspectReport | null {
  const report = usePlayback.getState().report?.inspect ?? null;
  return report?.id === id ? report : null;
}

/** Null until the first report, and for what is no node of the run. */
export function useInspect(id: string): InspectReport | null {
  const [shown, setShown] = useState<InspectReport | null>(() => inspected(id));
  const status = usePlayback((state) => state.status);
  useEffect(() => {
    // A simulation that was started anew knows nothing of what is looked at.
    if (status === 'ready' || status === 'restarted') simulation().send({ type: 'inspect', id });
  }, [id, status]);
  useEffect(() => () => simulation().send({ type: 'inspect', id: null }), []);
  useEffect(() => {
    const show = () => setShown(inspected(id));
    show();
    return throttled(show, LEAST_MS);
  }, [id]);
  return shown?.id === id ? shown : null;
}

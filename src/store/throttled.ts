/** The reports of the simulation, no faster than they can be read. */
import { usePlayback } from './playback.ts';

/**
 * Calls `show` when a report has come, at least so long apart while it plays; at once while it
 * stands still, and for the first report of another document. Until the returned function is
 * called.
 */
export function throttled(show: () => void, leastMs: number): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let shownMs = Number.NEGATIVE_INFINITY;
  const showNow = () => {
    timer = null;
    shownMs = performance.now();
    show();
  };
  const leave = usePlayback.subscribe(({ report, playing }, before) => {
    if (report === before.report || timer !== null) return;
    const isOther = report?.revision !== before.report?.revision;
    const wait = playing && !isOther ? shownMs + leastMs - performance.now() : 0;
    if (wait <= 0) showNow();
    else timer = setTimeout(showNow, wait);
  });
  return () => {
    leave();
    if (timer !== null) clearTimeout(timer);
  };
}

/**
 * After the first visit the page opens without a network: a service worker keeps the files it is
 * made of. It is fetched once the first picture moves, so that a first visit pays nothing for it.
 * Where there is none (plain http, a sandboxed frame, a private window) the page works as it would
 * without.
 */
import { usePlayback } from '../store/playback.ts';

/** After the first report of the run, when the first dots are on their way. */
const REGISTER_AFTER_MS = 3_000;

export function workOffline(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const leave = usePlayback.subscribe(({ report }) => {
    if (report === null) return;
    leave();
    setTimeout(register, REGISTER_AFTER_MS);
  });
}

function register(): void {
  const address = new URL('sw.js', document.baseURI);
  // Where that fails, nothing depends on it.
  navigator.serviceWorker.register(address, { updateViaCache: 'none' }).catch(() => undefined);
}

/**
 * Decides whether the worker still answers. Only time during which the page itself was awake
 * counts: a laptop that slept, a tab in the background or a page busy with something else is no
 * reason to suspect the worker.
 */

export const BEAT_MS = 500;
/** Silence after which the worker is taken for dead. */
export const PATIENCE_MS = 3_000;

export class Watchdog {
  private lastTick: number | null = null;
  private silence = 0;

  /** Called every BEAT_MS; returns whether to ask again or to give up. */
  tick(at: number): 'ask' | 'give-up' {
    const since = this.lastTick === null ? 0 : at - this.lastTick;
    this.lastTick = at;
    // A timer that comes late shows that the page slept; its beats do not count.
    if (since < BEAT_MS * 2) this.silence += since;
    return this.silence >= PATIENCE_MS ? 'give-up' : 'ask';
  }

  /** The worker said something. */
  heard(): void {
    this.silence = 0;
  }
}

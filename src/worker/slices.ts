/**
 * Work in short slices, so that requests and frames get their turn. Events are executed in small
 * packets with a look at the clock in between: even where each suddenly takes 40 µs instead of next
 * to nothing, a packet stays within 50 ms.
 */

/** After this long the run is left. */
export const SLICE_MS = 8;
/** Events between two looks at the clock are chosen so that they take about this long. */
const GLANCE_MS = 1;
const PACKET_MIN = 16;
/** A look at the clock costs less than a hundredth of so many events. */
const PACKET_MAX = 1_024;

export class Slices {
  private readonly clock: () => number;
  private packet = PACKET_MIN;

  /** @param clock the viewer's time in milliseconds */
  constructor(clock: () => number) {
    this.clock = clock;
  }

  /**
   * Calls `go` with a number of events until it says that it is there, or the slice is over: then
   * false.
   */
  spend(go: (events: number) => boolean): boolean {
    let at = this.clock();
    const end = at + SLICE_MS;
    while (at < end) {
      if (go(this.packet)) return true;
      const took = this.clock() - at;
      at += took;
      if (took < GLANCE_MS / 2) this.packet = Math.min(PACKET_MAX, this.packet * 2);
      else if (took > GLANCE_MS * 2) this.packet = Math.max(PACKET_MIN, this.packet >> 1);
    }
    return false;
  }
}

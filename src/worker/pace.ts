/**
 * How far the simulated clock should go in a frame of the viewer's time, and how far it really
 * goes. What a frame could not do is not owed to the next one: a run that is too heavy gets slower,
 * and says so, but never falls further behind.
 */
import type { Micros } from '../sim/types.ts';

/**
 * As fast as possible still means at most ten days a second, so that an idle diagram does not race
 * through years.
 */
export const MAX_SPEED = 864_000;
/** Every hop is seen for so long, about three frames. */
const SEEN_MICROS = 50_000;
/** A hop of the usual latency takes this long at `fit`. */
export const FIT_SECONDS = 0.6;
/** Speed when nothing is connected and there is no hop to fit: 1 s shows 50 ms. */
const LONE_SPEED = 0.05;
/** A longer gap between frames was a pause of the browser, not of the viewer's time. */
const LONGEST_FRAME_MS = 250;
/** How long speed is measured before it is reported. */
const WINDOW_MS = 1_000;
/** Reaching this share of the speed asked for is keeping up. */
const KEEPS_UP = 0.9;

export type AskedSpeed = number | 'fit' | 'max';

export class Pace {
  asked: AskedSpeed = 'fit';
  /** Simulated seconds per second really reached while it cannot keep up; null while it does. */
  lagging: number | null = null;
  private measured: number | null = null;
  private seenSpeed = 0;
  private seenAsked: AskedSpeed | null = null;
  private seenFit: number | null = null;
  private lastAt: number | null = null;
  private lastNow: Micros = 0;
  private spentMs = 0;
  private reached: Micros = 0;
  private wanted: Micros = 0;
  /**
   * Less than a microsecond, left over by the last frame: in deep slow motion a frame is shorter
   * than that.
   */
  private remainder = 0;

  /**
   * Simulated seconds per second aimed at; for `max` what was reached lately.
   * @param fit the speed at which a usual hop takes FIT_SECONDS, null when there is none
   */
  speed(fit: number | null): number {
    if (this.asked === 'max') return this.measured ?? MAX_SPEED;
    return this.aim(fit);
  }

  /**
   * Simulated microseconds that every hop is seen to take at least: three frames at the speed
   * reached. Without frames since the last rest it stays what it was, so that a pause shows what
   * was seen last.
   */
  leastHop(fit: number | null): Micros {
    if (this.lastAt !== null || this.seenAsked !== this.asked || this.seenFit !== fit) {
      const aim = this.asked === 'max' ? this.measured : this.aim(fit);
      this.seenSpeed = this.lagging ?? aim ?? fit ?? LONE_SPEED;
      this.seenAsked = this.asked;
      this.seenFit = fit;
    }
    return SEEN_MICROS * this.seenSpeed;
  }

  /**
   * The viewer's time starts anew: after a pause, a jump or a change of speed nothing is caught up.
   */
  rest(): void {
    this.lastAt = null;
    this.lagging = null;
    this.measured = null;
    this.spentMs = 0;
    this.reached = 0;
    this.wanted = 0;
  }

  /**
   * The moment to run to in this frame.
   * @param at the viewer's time in milliseconds
   * @param now where the simulated clock stands
   */
  target(at: number, now: Micros, fit: number | null): Micros {
    const elapsed = this.lastAt === null ? 0 : Math.min(LONGEST_FRAME_MS, at - this.lastAt);
    if (this.lastAt !== null) this.measure(elapsed, now - this.lastNow);
    this.lastAt = at;
    this.lastNow = now;
    const stretch = elapsed * 1000 * this.aim(fit) + this.remainder;
    const whole = Math.floor(stretch);
    this.remainder = stretch - whole;
    this.wanted += whole;
    return now + whole;
  }

  private aim(fit: number | null): number {
    if (this.asked === 'max') return MAX_SPEED;
    return this.asked === 'fit' ? (fit ?? LONE_SPEED) : this.asked;
  }

  /** What the last frame reached is known only when the next one begins. */
  private measure(elapsed: number, reached: Micros): void {
    this.spentMs += elapsed;
    this.reached += reached;
    if (this.spentMs < WINDOW_MS) return;
    const speed = this.reached / (this.spentMs * 1000);
    const isBehind = this.asked !== 'max' && this.reached < this.wanted * KEEPS_UP;
    this.measured = speed;
    this.lagging = isBehind ? speed : null;
    this.spentMs = 0;
    this.reached = 0;
    this.wanted = 0;
  }
}

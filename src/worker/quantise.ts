/**
 * How many messages one dot stands for. With few messages every dot is one message; with many, a
 * fixed share of them is drawn and the legend says so. Which messages are drawn depends on their
 * number alone, so a drawn message stays drawn along its whole way, and a coarser share is always a
 * part of the finer one: a change of share adds or removes dots but never swaps them.
 */

/** Above this many dots the eye follows none of them; fewer are drawn. */
export const DOTS_MAX = 2_000;
/**
 * A finer share must leave this much room below the limit, else a wavering load would flicker
 * between two shares.
 */
const ROOM = 0.7;
/** … and the room must have been there this long. */
const CALM_MS = 700;

const STEPS = [1, 2, 5];

/** The next larger of 1, 2, 5, 10, 20, 50, 100 … */
export function coarser(share: number): number {
  return shareFor(share + 1);
}

/** The smallest of 1, 2, 5, 10, 20, 50 … that is `least` or more. */
export function shareFor(least: number): number {
  for (let decade = 1; ; decade *= 10) {
    for (const step of STEPS) if (step * decade >= least) return step * decade;
  }
}

export class Quantiser {
  /** Messages per dot. */
  share = 1;
  private roomSince: number | null = null;

  /**
   * Adjusts the share to the number of messages now in the painted region.
   * @param at the viewer's time in milliseconds
   */
  update(messages: number, at: number): number {
    if (messages / this.share > DOTS_MAX) {
      this.share = shareFor(messages / DOTS_MAX);
      this.roomSince = null;
      return this.share;
    }
    const finer = shareFor(messages / (DOTS_MAX * ROOM));
    if (finer >= this.share) {
      this.roomSince = null;
      return this.share;
    }
    this.roomSince ??= at;
    if (at - this.roomSince < CALM_MS) return this.share;
    this.share = finer;
    this.roomSince = null;
    return this.share;
  }

  /** The share for a still picture, whatever it was before. */
  fit(messages: number): number {
    this.share = shareFor(messages / DOTS_MAX);
    this.roomSince = null;
    return this.share;
  }
}

/**
 * Whether a message is among those drawn: true for one in `share`, spread evenly. Numbers are
 * scattered first, because a proxy's messages alternate with those it serves: every second number
 * would be one leg only.
 */
export function isDrawn(message: number, share: number): boolean {
  if (share === 1) return true;
  let h = Math.imul(message | 0, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) * share < 4_294_967_296;
}

/**
 * The dice of the soak: one stream of random numbers, and the few ways of drawing from it that
 * made-up diagrams need. The same seed and purpose give the same draws everywhere.
 */
import { exp, ln } from '../../lib/math.ts';
import { Streams } from '../../lib/random.ts';

export class Chance {
  private readonly streams = new Streams();
  private readonly stream: number;

  /**
   * @param purpose what is drawn for: another purpose has numbers of its own, whatever the first
   * uses up
   */
  constructor(seed: number, purpose: string) {
    this.stream = this.streams.open(seed, 'soak', purpose);
  }

  /** Uniform from `from` to below `to`. */
  real(from = 0, to = 1): number {
    return from + (to - from) * this.streams.next(this.stream);
  }

  /** A whole number from `from` to `to`, both included. */
  int(from: number, to: number): number {
    return from + this.streams.nextInt(this.stream, to - from + 1);
  }

  /** True with that probability. */
  isTrue(probability: number): boolean {
    return this.streams.next(this.stream) < probability;
  }

  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T {
    const at = this.int(0, list.length - 1);
    if (at >= list.length || at < 0) throw new Error('There is nothing to pick from.');
    return list[at] as T;
  }

  /** One of the list, or undefined where it is empty. */
  pickAny<T>(list: readonly T[]): T | undefined {
    return list.length === 0 ? undefined : this.pick(list);
  }

  /** So many of the list at most, each once, in random order. */
  some<T>(list: readonly T[], most: number): T[] {
    const left = [...list];
    const taken: T[] = [];
    while (left.length > 0 && taken.length < most) {
      taken.push(...left.splice(this.int(0, left.length - 1), 1));
    }
    return taken;
  }

  /** As often between 1 and 10 as between 10 and 100: for quantities of any size. Both above 0. */
  spread(from: number, to: number): number {
    return from * exp(this.real(0, ln(to / from)));
  }
}

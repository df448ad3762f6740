/**
 * Random streams: every (seed, node, purpose) has its own endless row of numbers, so that adding a
 * node disturbs no other. The generator is sfc32 (Chris Doty-Humphrey's small fast counter, of
 * PractRand): four 32-bit words each, all of them side by side in one array, so that a checkpoint
 * is a slice.
 */
import { hashString, mixBits } from './hash.ts';

const WORDS = 4;
const WARM_UP = 16;
const TWO_TO_26 = 67108864;
const TWO_TO_MINUS_53 = 1 / 9007199254740992;

export class Streams {
  private words = new Int32Array(16 * WORDS);
  private keys: string[] = [];
  private ids = new Map<string, number>();

  /**
   * The stream's id for `next`. Opening the same triple again returns the same id and does not
   * rewind it. A `reader` gets a stream of its own with the very same numbers from the start: two
   * variants of a node can so see the same arrivals.
   */
  open(seed: number, node: string, purpose: string, reader = ''): number {
    // The node's length keeps ('a', 'b/c') and ('a/b', 'c') apart.
    const key = `${seed}/${node.length}/${node}/${purpose}`;
    const name = reader === '' ? key : `${key} read by ${reader}`;
    const known = this.ids.get(name);
    if (known !== undefined) return known;
    const id = this.keys.length;
    if ((id + 1) * WORDS > this.words.length) {
      const grown = new Int32Array(this.words.length * 2);
      grown.set(this.words);
      this.words = grown;
    }
    for (let lane = 0; lane < WORDS; lane++) {
      this.words[id * WORDS + lane] = mixBits(hashString(key, lane + 1));
    }
    // The last word counts steps; the others forget their hash in the warm-up.
    for (let round = 0; round < WARM_UP; round++) this.nextWord(id);
    this.keys.push(name);
    this.ids.set(name, id);
    return id;
  }

  /** Uniform in [0, 1), 53 random bits. */
  next(id: number): number {
    const high = this.nextWord(id) >>> 5;
    const low = this.nextWord(id) >>> 6;
    return (high * TWO_TO_26 + low) * TWO_TO_MINUS_53;
  }

  /** One of 0 … n − 1, each as likely to within n × 2⁻⁵³. */
  nextInt(id: number, n: number): number {
    return Math.floor(this.next(id) * n);
  }

  /** The same streams at the same place; those opened here later start afresh there. */
  fork(): Streams {
    const fork = new Streams();
    fork.words = this.words.slice();
    fork.keys = this.keys.slice();
    fork.ids = new Map(this.ids);
    return fork;
  }

  get forkBytes(): number {
    return this.words.byteLength + this.keys.length * (8 + 40) + 300;
  }

  private nextWord(id: number): number {
    const words = this.words;
    const at = id * WORDS;
    const b = words[at + 1] as number;
    const c = words[at + 2] as number;
    const counter = words[at + 3] as number;
    const result = ((words[at] as number) + b + counter) | 0;
    words[at] = b ^ (b >>> 9);
    words[at + 1] = (c + (c << 3)) | 0;
    words[at + 2] = (((c << 21) | (c >>> 11)) + result) | 0;
    words[at + 3] = (counter + 1) | 0;
    return result;
  }
}

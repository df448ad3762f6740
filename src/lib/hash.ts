/**
 * Hashes over raw bits. `TraceHash` folds a run into 64 bits, event by event, so that two runs can
 * be compared by one short word; `hashString` spreads names over 32 bits. Nothing here is meant to
 * resist an attacker.
 */

const float = new Float64Array(1);
const words = new Int32Array(float.buffer);
/** Index of the word with sign and exponent. */
const HIGH = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;

/** Spreads every bit of a 32-bit integer over all 32 (a bijection, MurmurHash3's final step). */
export function mixBits(x: number): number {
  let h = x | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Unsigned 32-bit hash of a text's UTF-16 units. Different `salt`s give unrelated hashes. */
export function hashString(text: string, salt = 0): number {
  let h = mixBits(salt + 0x9e3779b9);
  for (let i = 0; i < text.length; i++) {
    h = Math.imul(h ^ text.charCodeAt(i), 0x5bd1e995);
    h ^= h >>> 15;
  }
  return mixBits(h ^ text.length) >>> 0;
}

/** The running state of a `TraceHash`: two lanes and the number of words folded in. */
export interface TraceHashSnapshot {
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

export class TraceHash {
  private low = 0x2545f491;
  private high = 0x3c6ef372;
  private count = 0;

  /** Folds in a 32-bit integer. */
  add(x: number): void {
    const k = Math.imul((x << 15) | (x >>> 17), 0x239b961b) ^ x;
    let low = this.low ^ k;
    low = ((low << 19) | (low >>> 13)) + this.high;
    this.low = (Math.imul(low, 5) + 0x561ccd1b) | 0;
    const q = Math.imul(x, 0x38b34ae5);
    let high = this.high ^ ((q << 17) | (q >>> 15));
    high = ((high << 13) | (high >>> 19)) + this.low;
    this.high = (Math.imul(high, 5) + 0x0bcaa747) | 0;
    this.count = (this.count + 1) | 0;
  }

  /** Folds in all 64 bits of a number; every NaN counts as the same one. */
  addFloat(x: number): void {
    if (Number.isNaN(x)) {
      this.add(0);
      this.add(0x7ff80000);
      return;
    }
    float[0] = x;
    this.add(words[1 - HIGH] as number);
    this.add(words[HIGH] as number);
  }

  /** Sixteen hexadecimal characters for everything added so far; adding may go on. */
  digest(): string {
    const low = mixBits(this.low ^ this.count);
    const high = mixBits(this.high + low);
    return hex(high) + hex(mixBits(low + high));
  }

  snapshot(): TraceHashSnapshot {
    return { low: this.low, high: this.high, count: this.count };
  }

  restore(snapshot: TraceHashSnapshot): void {
    this.low = snapshot.low;
    this.high = snapshot.high;
    this.count = snapshot.count;
  }
}

function hex(x: number): string {
  return (x >>> 0).toString(16).padStart(8, '0');
}

/**
 * `ln`, `exp` and `pow` made of + − × ÷ alone. ECMAScript leaves `Math.log` and its like to each
 * engine, and engines differ in the last bit; these give the same bits everywhere, so that a run in
 * a browser equals the run in Node. The polynomials are those of FreeBSD's msun (e_log.c, e_exp.c);
 * errors stay below one unit in the last place.
 */

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);
/**
 * Which of the two words holds sign, exponent and the top of the mantissa: 1 on little-endian
 * machines.
 */
const HIGH = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;

/** ln 2 in two parts: the first has zeros at its end, so that a small integer times it is exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const SMALLEST_NORMAL = 2.2250738585072014e-308;
const TWO_TO_54 = 18014398509481984;

/** Natural logarithm; −Infinity at 0, NaN below. */
export function ln(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  let exponent = 0;
  let scaled = x;
  if (scaled < SMALLEST_NORMAL) {
    scaled *= TWO_TO_54;
    exponent = -54;
  }
  // x = 2^exponent × (1 + f) with 1 + f between √½ and √2.
  float[0] = scaled;
  const high = words[HIGH] as number;
  const mantissa = high & 0xfffff;
  const carry = (mantissa + 0x95f64) & 0x100000;
  exponent += (high >>> 20) - 1023 + (carry >>> 20);
  words[HIGH] = mantissa | (carry ^ 0x3ff00000);
  const f = (float[0] as number) - 1;
  // ln(1 + f) = f − f²/2 + s·(f²/2 + R), with s = f / (2 + f) and R a polynomial in s².
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  const odd =
    z *
    (0.6666666666666735 +
      w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)));
  const half = 0.5 * f * f;
  return exponent * LN2_HIGH - (half - (s * (half + even + odd) + exponent * LN2_LOW) - f);
}

/** e to the power of x. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 709.782712893384) return Number.POSITIVE_INFINITY;
  if (x < -745.1332191019411) return 0;
  // x = exponent × ln 2 + r with |r| ≤ ½ ln 2.
  const exponent = Math.floor(Math.LOG2E * x + 0.5);
  const high = x - exponent * LN2_HIGH;
  const low = exponent * LN2_LOW;
  const r = high - low;
  const t = r * r;
  const c =
    r -
    t *
      (0.16666666666666602 +
        t *
          (-0.0027777777777015593 +
            t *
              (0.00006613756321437934 +
                t * (-0.0000016533902205465252 + t * 4.1381367970572385e-8))));
  const y = 1 - (low - (r * c) / (2 - c) - high);
  if (exponent < -1000) return y * powerOfTwo(exponent + 1000) * powerOfTwo(-1000);
  if (exponent > 1000) return y * powerOfTwo(exponent - 1000) * powerOfTwo(1000);
  return y * powerOfTwo(exponent);
}

/** x to the power of y for x ≥ 0 (NaN below), relative error about |y · ln x| × 2⁻⁵³. */
export function pow(x: number, y: number): number {
  return y === 0 ? 1 : exp(y * ln(x));
}

/** 2 to an integer power between −1022 and 1023. */
function powerOfTwo(exponent: number): number {
  words[1 - HIGH] = 0;
  words[HIGH] = (exponent + 1023) << 20;
  return float[0] as number;
}

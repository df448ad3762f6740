/**
 * Durations and other figures as people type and read them: `250ms`, `2s`, `1.5 min`, `3d` in, “2
 * min 5 s” out; numbers with three significant digits. Durations are milliseconds, as in documents.
 */

/** Milliseconds in each unit a person may type. */
const UNITS: Readonly<Record<string, number>> = {
  us: 0.001,
  µs: 0.001,
  ms: 1,
  s: 1000,
  sec: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const PART = /(\d+(?:\.\d*)?|\.\d+)\s*([a-zµμ]*)\s*/gy;
const CURE = 'Write a number with a unit, such as 250ms, 2s, 5min, 1h or 3d.';

/**
 * Milliseconds of “250ms”, “2s”, “1.5 min”, “2 min 5 s”, “3d”; a plain number counts as
 * milliseconds.
 * @throws Error naming the input and the cure
 */
export function parseDuration(text: string): number {
  const input = text.trim().toLowerCase();
  if (input === '') throw new Error(`A duration is missing. ${CURE}`);
  if (input.startsWith('-') || input.startsWith('−')) {
    throw new Error(`“${text}” is negative: a duration is 0 or more.`);
  }
  if (input.includes(',')) throw new Error(`“${text}” has a comma: write 1.5s, or 1500ms.`);
  let sum = 0;
  let end = 0;
  let parts = 0;
  for (const match of input.matchAll(PART)) {
    const [whole, number = '', unit = ''] = match;
    end = match.index + whole.length;
    parts++;
    const isAlone = unit === '' && parts === 1 && end === input.length;
    const name = isAlone ? 'ms' : unit.replace('μ', 'µ');
    const millis = Object.hasOwn(UNITS, name) ? UNITS[name] : undefined;
    if (millis === undefined) throw unreadable(text, unit);
    sum += Number(number) * millis;
  }
  if (end !== input.length) throw unreadable(text, '');
  if (!Number.isFinite(sum)) throw new Error(`“${text}” is too long to be counted.`);
  return sum;
}

function unreadable(text: string, unit: string): Error {
  return new Error(
    unit === ''
      ? `“${text}” is not a duration. ${CURE}`
      : `“${text}” has the unknown unit “${unit}”. ${CURE}`,
  );
}

/**
 * “0.5 ms”, “250 ms”, “12.4 s”, “2 min 5 s”, “1 h 5 min”, “3 d 4 h”: three significant digits, from
 * a minute on whole seconds, from an hour on whole minutes, from a day on whole hours.
 */
export function formatDuration(millis: number): string {
  if (Number.isNaN(millis)) return '–';
  if (millis < 0) return `−${formatDuration(-millis)}`;
  if (millis === Number.POSITIVE_INFINITY) return '∞';
  // Rounded first: 999.7 ms is “1 s”, not “1000 ms”.
  const rounded = threeDigits(millis);
  if (rounded < 1000) return `${plain(rounded)} ms`;
  if (rounded < 60_000) return `${plain(rounded / 1000)} s`;
  const seconds = Math.round(millis / 1000);
  if (seconds < 3600) return twoUnits(seconds, 60, ['min', 's']);
  const minutes = Math.round(seconds / 60);
  if (minutes < 1440) return twoUnits(minutes, 60, ['h', 'min']);
  return twoUnits(Math.round(minutes / 60), 24, ['d', 'h']);
}

/** @param size how many of the small unit make one of the large */
function twoUnits(amount: number, size: number, [large, small]: [string, string]): string {
  const rest = amount % size;
  const whole = `${(amount - rest) / size} ${large}`;
  return rest === 0 ? whole : `${whole} ${rest} ${small}`;
}

const PREFIXES = ['', 'k', 'M', 'G', 'T'] as const;

/** Three significant digits: “0.0123”, “45.6”, “1.23k”, “4.5M”. */
export function formatNumber(x: number): string {
  if (Number.isNaN(x)) return '–';
  if (x < 0) return `−${formatNumber(-x)}`;
  if (x === Number.POSITIVE_INFINITY) return '∞';
  let scaled = threeDigits(x);
  let power = 0;
  while (scaled >= 1000 && power < PREFIXES.length - 1) {
    scaled = threeDigits(scaled / 1000);
    power++;
  }
  return `${plain(scaled)}${PREFIXES[power]}`;
}

/**
 * “45.6/s”, or “45.6 requests/s”; what comes more rarely than once in 100 s by the hour, “0.72/h”.
 * @param of what, with a space in front
 */
export function formatRate(perSecond: number, of = ''): string {
  if (perSecond > 0 && perSecond < 0.01) return `${formatNumber(perSecond * 3600)}${of}/h`;
  return `${formatNumber(perSecond)}${of}/s`;
}

/** A share of 0 … 1 as “12.3 %”. */
export function formatShare(share: number): string {
  return `${formatNumber(share * 100)} %`;
}

function threeDigits(x: number): number {
  return Number(x.toPrecision(3));
}

/** Without an exponent: what is too small to write in nine decimals is 0. */
function plain(x: number): string {
  const text = String(x);
  if (!text.includes('e')) return text;
  return x < 1 ? x.toFixed(9).replace(/\.?0+$/, '') : x.toFixed(0);
}

/** Numbers, shares and durations as people type them. */
import { parseDuration } from '../lib/duration.ts';
import type { FieldIds } from './field.tsx';
import { TextInput } from './text-input.tsx';
import { words } from './words.ts';

interface AmountProps {
  ids: FieldIds;
  value: number;
  min?: number | undefined;
  max?: number | undefined;
  onCommit: (value: number) => boolean;
  onError: (sentence: string | null) => void;
}

/**
 * By how much an arrow key changes a number that has no step of its own: one in its second digit.
 */
function ownStep(value: number): number {
  if (value === 0) return 1;
  return Number(`1e${Math.floor(Math.log10(Math.abs(value))) - 1}`);
}

function clamp(value: number, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY) {
  return Math.min(max, Math.max(min, value));
}

/** Twelve digits are more than anybody types, and fewer than binary fractions show. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

function inRange(
  value: number,
  text: string,
  range: [string, string],
  { min, max }: { min?: number | undefined; max?: number | undefined },
): number {
  const [lowest, highest] = range;
  if (min !== undefined && value < min) throw new Error(words.tooSmall(text, lowest));
  if (max !== undefined && value > max) throw new Error(words.tooLarge(text, highest));
  return value;
}

/**
 * The number a person typed.
 * @throws Error naming the input and the cure
 */
export function parseNumber(text: string): number {
  const input = text.trim().replaceAll('−', '-').replace(/[\s_]/g, '');
  if (input === '') throw new Error(words.noNumber);
  if (input.includes(',')) throw new Error(words.comma(text));
  const value = Number(input);
  if (!Number.isFinite(value) || !/^[-+.\de]+$/i.test(input)) {
    throw new Error(words.notANumber(text));
  }
  return value;
}

export function NumberInput({
  unit,
  step,
  zero,
  ...props
}: AmountProps & {
  unit?: string | undefined;
  step?: number | undefined;
  /** The word for 0: "no limit". */
  zero?: string | undefined;
}) {
  const { value, min, max } = props;
  const isWhole = step !== undefined && Number.isInteger(step);
  return (
    <TextInput
      ids={props.ids}
      value={said(value, zero, String)}
      inputMode="decimal"
      unit={unit}
      parse={(text) => {
        if (isWord(text, zero)) return 0;
        const parsed = parseNumber(text);
        if (isWhole && !Number.isInteger(parsed)) {
          throw new Error(words.notWhole(text, Math.floor(parsed), Math.ceil(parsed)));
        }
        return inRange(parsed, text, [boundWords(min, grouped), boundWords(max, grouped)], {
          min,
          max,
        });
      }}
      step={(direction) => clamp(tidy(value + direction * (step ?? ownStep(value))), min, max)}
      onCommit={props.onCommit}
      onError={props.onError}
    />
  );
}

/** The amount, or the word for 0 where there is one. */
function said(value: number, zero: string | undefined, write: (value: number) => string): string {
  return value === 0 && zero !== undefined ? zero : write(value);
}

function isWord(text: string, zero: string | undefined): boolean {
  return text.trim().toLowerCase() === zero;
}

function grouped(value: number): string {
  return value.toLocaleString('en');
}

/** A bound in words; '' without one. */
function boundWords(bound: number | undefined, write: (bound: number) => string): string {
  return bound === undefined ? '' : write(bound);
}

/** A share of 0 … 1, typed and shown in percent. */
export function PercentInput(props: AmountProps) {
  const { value, min, max } = props;
  const write = (share: number) => `${tidy(share * 100)} %`;
  const bounds: [string, string] = [boundWords(min, write), boundWords(max, write)];
  return (
    <TextInput
      ids={props.ids}
      value={String(tidy(value * 100))}
      inputMode="decimal"
      unit="%"
      parse={(text) => {
        const share = tidy(parseNumber(text.replace('%', '')) / 100);
        return inRange(share, text, bounds, { min, max });
      }}
      step={(direction) => clamp(tidy(value + direction / 100), min, max)}
      onCommit={props.onCommit}
      onError={props.onError}
    />
  );
}

const UNITS: readonly (readonly [number, string])[] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
];

/**
 * Milliseconds as they would be typed, with no digit lost: `250 ms`, `2 s`, `1.5 s`, `90 min`, `2
 * d`.
 */
export function writeDuration(millis: number): string {
  for (const [length, unit] of UNITS) {
    const amount = millis / length;
    if (
      millis >= length &&
      Number.isInteger(tidy(amount * 1000)) &&
      (unit === 's' || Number.isInteger(tidy(amount * 2)))
    ) {
      return `${tidy(amount)} ${unit}`;
    }
  }
  return `${tidy(millis)} ms`;
}

/**
 * Milliseconds, typed as `250ms`, `2s`, `5min`, `1h`, `3d`; `zero` is the word for 0 where that is
 * no amount of time: "never".
 */
export function DurationInput({ zero, ...props }: AmountProps & { zero?: string | undefined }) {
  const { value, min, max } = props;
  const bounds: [string, string] = [boundWords(min, writeDuration), boundWords(max, writeDuration)];
  return (
    <TextInput
      ids={props.ids}
      value={said(value, zero, writeDuration)}
      parse={(text) =>
        isWord(text, zero) ? 0 : inRange(tidy(parseDuration(text)), text, bounds, { min, max })
      }
      step={(direction) => clamp(tidy(value + direction * ownStep(value)), min, max)}
      onCommit={props.onCommit}
      onError={props.onError}
    />
  );
}

/**
 * A moment of simulated time as people type it: "12.4 s", "2d 4h", or as the clock shows it,
 * "0:12.4", "day 3, 04:05".
 */
import { microsOf } from '../lib/calendar.ts';
import { parseDuration } from '../lib/duration.ts';
import type { FieldIds } from '../ui/field.tsx';
import { writeDuration } from '../ui/number-input.tsx';
import { TextInput } from '../ui/text-input.tsx';
import { words } from './words.ts';

const CLOCK = /^(?:(\d+):)?(\d+):(\d+(?:\.\d*)?)$/;
/** Within a day minutes come before seconds: "day 3, 04:05" is five past four. */
const DAY = /^day\s*([1-9]\d*)(?:[\s,]+(\d+):(\d+)(?::(\d+(?:\.\d*)?))?)?$/i;

/**
 * Milliseconds since the start, as documents count them: at most three decimals. The first day is
 * day 1.
 * @throws Error naming the input and the cure
 */
export function parseMoment(text: string): number {
  const input = text.trim();
  const day = DAY.exec(input);
  const clock = CLOCK.exec(input);
  if (day === null && /^day\b/i.test(input)) {
    throw new Error(words.badDay(input));
  }
  const millis = day !== null ? ofDay(day) : clock !== null ? ofClock(clock) : parseDuration(text);
  return Math.round(millis * 1000) / 1000;
}

function ofClock([, hours = '0', minutes = '0', seconds = '0']: readonly string[]): number {
  return ofParts(1, hours, minutes, seconds);
}

function ofDay([, day = '1', hours = '0', minutes = '0', seconds = '0']: readonly string[]) {
  return ofParts(Number(day), hours, minutes, seconds);
}

function ofParts(day: number, hour: string, minute: string, second: string): number {
  const rest = Number(second);
  const whole = Math.floor(rest);
  const micros = Math.round((rest - whole) * 1e6);
  return (
    microsOf({ day, hour: Number(hour), minute: Number(minute), second: whole, micros }) / 1000
  );
}

interface MomentInputProps {
  ids: FieldIds;
  /** Milliseconds. */
  value: number;
  /** What an arrow key moves it by, in milliseconds. */
  step: number;
  onCommit: (value: number) => boolean;
  onError: (sentence: string | null) => void;
}

export function MomentInput({ ids, value, step, onCommit, onError }: MomentInputProps) {
  return (
    <TextInput
      ids={ids}
      value={writeDuration(value)}
      parse={parseMoment}
      step={(direction) => Math.max(0, parseMoment(`${value + direction * step} ms`))}
      onCommit={onCommit}
      onError={onError}
    />
  );
}

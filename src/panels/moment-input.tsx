/** A moment of simulated time as people type it: "12.4 s", "250ms", or as the clock shows it, "0:12.4". */
import { parseDuration } from '../lib/duration.ts';
import type { FieldIds } from '../ui/field.tsx';
import { writeDuration } from '../ui/number-input.tsx';
import { TextInput } from '../ui/text-input.tsx';

const CLOCK = /^(?:(\d+):)?(\d+):(\d+(?:\.\d*)?)$/;

/**
 * Milliseconds since the start, as documents count them: at most three decimals.
 * @throws Error naming the input and the cure
 */
export function parseMoment(text: string): number {
  const clock = CLOCK.exec(text.trim());
  const millis = clock === null ? parseDuration(text) : ofClock(clock);
  return Math.round(millis * 1000) / 1000;
}

function ofClock([, hours = '0', minutes = '0', seconds = '0']: readonly string[]): number {
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
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

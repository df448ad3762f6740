/**
 * Room for a column of times: as wide as the clock of the moment shown, so that rows line up from
 * seconds to years.
 */
import { clockText } from '../lib/clock.ts';
import { textWidth } from '../lib/text-width.ts';
import { usePlayback } from '../store/playback.ts';

/**
 * Pixels that the clock takes at any moment up to this one, in tabular figures.
 * @param size height of the letters in pixels
 */
export function clockRoom(micros: number, size: number): number {
  const widest = clockText(micros).replace(/\d/g, '0');
  return Math.ceil(textWidth(widest, size, 600) * 1.04);
}

/**
 * A style with the width as `--clock`, for lists in letters of 12 pixels that reach up to the
 * moment shown.
 */
export function useClockColumn(): React.CSSProperties {
  const room = usePlayback(({ at }) => clockRoom(at, 12));
  return { '--clock': `${room}px` } as React.CSSProperties;
}

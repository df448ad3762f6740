/**
 * What is written of a text in a picture. It knows how wide every letter is, so the worker fetches
 * it together with the font, and paints no text before.
 */
import type { Text } from './display-list.ts';
import { cutMono, cutText } from './text-width.ts';

/** The text, cut where it must be. */
export function shownText(shape: Text): string {
  if (shape.max === undefined) return shape.text;
  return shape.mono === true
    ? cutMono(shape.text, shape.size, shape.max)
    : cutText(shape.text, shape.size, shape.weight ?? 400, shape.max);
}

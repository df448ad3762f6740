/**
 * What the beginning and the end of a message say in words, read from their rows in the journal.
 */
import { formatDuration } from '../lib/duration.ts';
import type { Kernel } from '../sim/kernel.ts';
import type { Row } from './journal.ts';
import type { Outcome } from './report-types.ts';

/** "GET /images/7 from visitors", of the row in which the first message of a tree was created. */
export function requestWords(kernel: Kernel, created: Row): string {
  return `${kernel.watch?.wordOf(created.b - 1) ?? ''} from ${kernel.node(created.place).name}`;
}

/** How a message ended, by the row of its end. */
export function outcomeOf({ a }: Row): Outcome {
  if (a < 0) return 'dropped';
  return a === 0 ? 'delivered' : a >= 400 ? 'failed' : 'answered';
}

/**
 * Why a message failed, by the row of its end: "queue full at s2", "timed out at web after 1 s";
 * null when it did not fail.
 */
export function failureWords(kernel: Kernel, end: Row, took: number | null): string | null {
  const outcome = outcomeOf(end);
  const at = kernel.node(end.place).name;
  if (outcome === 'failed') return `answered ${end.a}`;
  if (outcome !== 'dropped') return null;
  const reason = kernel.watch?.endDetail(end.b)?.reason ?? 'dropped';
  if (reason !== 'timeout') return `${reason.replaceAll('-', ' ')} at ${at}`;
  return `timed out at ${at}${took === null ? '' : ` after ${formatDuration(took / 1000)}`}`;
}

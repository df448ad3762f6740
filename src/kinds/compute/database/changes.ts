/**
 * A committed write on its way from a primary to its replicas: an entry of the write-ahead log, and
 * what travels.
 */
import type { Message, Micros, RequestContent } from '../../../sim/types.ts';

const METHOD = 'REPLICATE';
const SEQUENCE = 'sequence';
const COMMITTED_AT = 'committed-at-micros';

/**
 * The change that a write made: the `sequence`th of its primary, beginning with 1. Frozen, so that
 * whoever keeps it may share it.
 */
export function changeOf(write: RequestContent, sequence: number, now: Micros): RequestContent {
  const headers = Object.freeze({ [SEQUENCE]: String(sequence), [COMMITTED_AT]: String(now) });
  return Object.freeze({ ...write, method: METHOD, headers, write: true });
}

/** Whether a message is a change from a primary. */
export function isChange(message: Message): boolean {
  return message.oneWay && message.content.method === METHOD;
}

export function sequenceOf(change: RequestContent): number {
  return Number(change.headers[SEQUENCE]);
}

export function committedAtOf(change: RequestContent): Micros {
  return Number(change.headers[COMMITTED_AT]);
}

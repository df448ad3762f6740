/**
 * A committed write on its way from a primary to its replicas: an entry of the write-ahead log, and
 * what travels.
 */
import type { Content, Message, Micros } from '../../../sim/types.ts';
import { replication } from './protocol.ts';

export interface Change extends Content {
  readonly class: typeof replication.class;
  /** The place among the changes of its primary, beginning with 1. */
  readonly sequence: number;
  readonly committedAt: Micros;
}

/** Frozen, so that whoever keeps it may share it. */
export function changeOf(write: Content, sequence: number, committedAt: Micros): Change {
  return Object.freeze({ class: replication.class, words: write.words, sequence, committedAt });
}

/** Whether a message is a change from a primary. */
export function isChange(message: Message): boolean {
  return message.content.class === replication.class;
}

export function changeIn(message: Message): Change {
  return message.content as Change;
}

/**
 * Why a document could not be opened: a code the page acts on, where, a sentence naming the value,
 * and what to do next.
 */

const NEXT = {
  'not-json': 'Choose a file that was saved here, or correct it at that place.',
  invalid: 'Correct this place and open it again.',
  'newer-version': 'Reload the page to get the newest version, then open it again.',
  'too-big': 'Split it into smaller diagrams.',
  'too-deep': 'Reduce the nesting and open it again.',
  'too-many-nodes': 'Split it into smaller diagrams.',
  'too-many-edges': 'Connect a frame instead of each of its members, or split the diagram.',
  'too-many-commands': 'Start the run from a later state, or split the diagram.',
  'too-many-notes': 'Combine some notes, or split the diagram.',
  'too-many-steps': 'Remove some steps.',
  'too-many-conditions': 'Remove some stop conditions.',
  'too-many-ranks': 'Give fewer Zipf distributions, or a smaller n.',
  'string-too-long': 'Shorten this text and open it again.',
  'not-finite': 'Write a finite number.',
  'forbidden-key': 'Remove this key and open it again.',
  'duplicate-id': 'Give each node, edge and note its own id.',
  'unknown-node': 'Add that node, or name another.',
  'unknown-edge': 'Add that edge, or name another.',
  'bad-frame': 'Put the node into another frame, or remove "in".',
  'bad-edge': 'Remove this edge, or connect other nodes.',
  'cut-off': 'Copy the whole link again, to its last character; some programs break long links.',
  damaged: 'Copy the link again from where it came from.',
} as const;

export type DocumentErrorCode = keyof typeof NEXT;

export interface DocumentError {
  readonly code: DocumentErrorCode;
  /** `nodes[3].config.rate`; '' for the whole document or link. */
  readonly path: string;
  /** What is wrong, naming the value. */
  readonly message: string;
  /** What the person can do. */
  readonly next: string;
}

/** Every code there is, for tests that hold each to its sentence. */
export const errorCodes = Object.keys(NEXT) as readonly DocumentErrorCode[];

export function failure(code: DocumentErrorCode, path: string, message: string): DocumentError {
  return { code, path, message, next: NEXT[code] };
}

/**
 * What sort of thing a message is, whatever it carries: visitors' requests and records, and what
 * systems send each other of their own accord. Its shape on the canvas and whether it counts as
 * visitors' traffic follow from it.
 */
export type MessageClass =
  | 'request'
  | 'record'
  | 'probe'
  | 'heartbeat'
  | 'replica'
  | 'fetch'
  | 'task'
  | 'control';

/** What a moving dot may be besides. */
export type DotClass = MessageClass | 'response' | 'failure' | 'handshake' | 'repeat';

/** Whether it is visitors' traffic: only that counts in their figures and stands in the journal. */
export function isVisitors(of: MessageClass): boolean {
  return of === 'request' || of === 'record';
}

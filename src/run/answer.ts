/**
 * Questions about a run that may take longer than a frame are answered in short stretches of work:
 * each `next()` of a `Working` does one, which takes well under a millisecond, and the last one
 * brings the answer.
 */
export type Working<A> = Generator<undefined, A, undefined>;

/** Rows of a log that are read in one stretch. */
export const STRETCH_ROWS = 1_024;
/** Events that are executed in one stretch. */
export const STRETCH_EVENTS = 256;

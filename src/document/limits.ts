/**
 * How much a document may hold. Links, files and edits keep to the same limits, so that whatever
 * was made can be opened again.
 */

export const LIMITS = {
  /** Levels of lists and objects inside each other. */
  depth: 32,
  nodes: 2_000,
  edges: 5_000,
  commands: 10_000,
  notes: 500,
  /** Conditions at which a run pauses. */
  conditions: 50,
  /** Conditions within one, itself included, and how deep they lie. */
  conditionParts: 50,
  conditionDepth: 8,
  /** How many requests a condition may have to remember at most. */
  remembered: 200_000,
  /** The widest window of a condition in milliseconds: an hour. */
  window: 3_600_000,
  /**
   * Integers of all Zipf distributions together: preparing one to draw from takes time for each of
   * its integers.
   */
  ranks: 2_000_000,
  /** Characters of one text, */
  text: 2_000,
  /** and of a setting that says so itself. */
  longText: 64 * 1024,
  /** Moments described in words. */
  steps: 100,
  /** Characters of a port's name: as many as a topic of Kafka may have. */
  port: 249,
  /** Characters of a link's fragment, before it is unpacked. */
  fragment: 64 * 1024,
  /** Bytes of a document, as a file or unpacked from a link. */
  bytes: 1024 * 1024,
  /** Distance of a position from the middle of the table, in canvas units. */
  distance: 1_000_000,
  /** Width and height of a frame at least. */
  smallest: 16,
  /** The latest moment of a command in milliseconds: about three years. */
  moment: 1e11,
} as const;

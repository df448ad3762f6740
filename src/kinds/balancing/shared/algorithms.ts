/**
 * The balancing algorithms there are, by the words of documents, with their names for people.
 * Append only.
 */
export const ALGORITHMS = {
  'round-robin': 'Round robin',
  'weighted-round-robin': 'Weighted round robin, smooth (nginx)',
  'weighted-round-robin-haproxy': 'Weighted round robin, dynamic (HAProxy)',
  'static-round-robin': 'Weighted round robin, static (HAProxy)',
  random: 'Random, by weight',
  'power-of-two': 'Power of two choices',
  'least-request': 'Least connections / requests, by weight',
  'source-ip-hash': 'Source IP hash (nginx)',
  first: 'First with room (HAProxy)',
  'random-two-nginx': 'Least loaded of two drawn by weight (nginx)',
  'least-connections-haproxy': 'Least connections, idle ones in turn (HAProxy)',
} as const;
export type Algorithm = keyof typeof ALGORITHMS;

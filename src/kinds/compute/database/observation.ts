/** What a database's panel lists. Plain data that crosses to the page. */

export interface ReplicaReport {
  /** Of its lane: two edges may lead to the same replica. */
  readonly id: string;
  readonly name: string;
  /** Of the connection that feeds it. */
  readonly state: 'opening' | 'open' | 'closed';
  /** Changes kept until it can be reached. */
  readonly unsent: number;
  /**
   * How far behind it is, as the simulation knows: changes committed here and not applied there,
   * and the age of the oldest.
   */
  readonly behind: number;
  readonly lagMs: number;
}

/** What a database's panel may ask about. */
export interface DatabaseAnswers {
  /** The first of them, and how many there are in all. */
  readonly replicas: { readonly rows: readonly ReplicaReport[]; readonly count: number };
}

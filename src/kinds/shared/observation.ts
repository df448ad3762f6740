/** What the page sees of a part that is a process. Plain data that crosses to the page. */

export interface ProcessObservation {
  /** Path of the state it is in: 'up.busy'. */
  readonly state: string;
  readonly hung: boolean;
}

/** A process with slots and a queue. */
export interface StationObservation extends ProcessObservation {
  readonly slots: number;
  /** Slots taken. */
  readonly busy: number;
  /** Requests beyond the slots. */
  readonly waiting: number;
  readonly queueLimit: number;
  readonly connections: number;
  /** 1 at normal speed, 4 when everything takes four times as long. */
  readonly slowdown: number;
  /** Share of requests answered with an error, 0..1. */
  readonly errorRate: number;
  readonly answered: number;
  readonly failed: number;
}

/**
 * A simulation that only remembers what it was sent, for tests of stores and canvas; tests say what
 * it reports. The page is able to edit.
 */
import type { Simulation, SimulationStatus } from '../worker/client.ts';
import type { Answers, CardReport, Query, Report, Request } from '../worker/protocol.ts';
import { prepareEditing } from './editing.ts';

await prepareEditing();

export class FakeSimulation implements Simulation {
  readonly sent: Request[] = [];
  readonly queries: Query[] = [];
  answers: {
    [K in Query['ask']]?: Answers[K] | ((query: Extract<Query, { ask: K }>) => Answers[K]);
  } = {};
  private readonly statusListeners = new Set<(status: SimulationStatus) => void>();
  private readonly listeners = new Set<(report: Report) => void>();
  send(request: Request): void {
    this.sent.push(request);
  }
  subscribe(listener: (report: Report) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
  /** Rejects what a test's answer throws. */
  async ask<Q extends Query>(query: Q): Promise<Answers[Q['ask']] | null> {
    this.queries.push(query);
    const answer = this.answers[query.ask];
    // A test gives each query its own answer, or a function of the query.
    const given = typeof answer === 'function' ? answer(query as never) : answer;
    return (given ?? null) as Answers[Q['ask']] | null;
  }
  status(): SimulationStatus {
    return { status: 'ready', sentence: null };
  }
  onStatus(listener: (status: SimulationStatus) => void) {
    this.statusListeners.add(listener);
    return () => this.statusListeners.delete(listener);
  }
  onNeedCanvases() {
    return () => {};
  }
  dispose() {}
  loads() {
    return this.sent.filter((request) => request.type === 'load');
  }
  /** The worker reaches a moment. */
  reach(
    at: number,
    cards: CardReport[] = [],
    of?: number,
    also: Partial<Extract<Report, { type: 'observation' }>> = {},
  ): void {
    const revision = of ?? this.loads().at(-1)?.revision ?? 0;
    const report: Report = {
      type: 'observation',
      revision,
      at,
      sought: null,
      judging: false,
      skipping: null,
      quiet: true,
      ticket: this.sent.reduce((newest, one) => ('ticket' in one && one.ticket) || newest, 0),
      playing: true,
      speed: 1,
      lagging: null,
      cards,
      edges: [],
      dotsPerMessage: 1,
      stretched: false,
      classes: [],
      marks: [],
      followedAt: null,
      moments: [],
      stopped: null,
      horizon: at,
      trouble: null,
      trace: { events: 0, hash: '' },
      ...also,
    };
    this.report(report);
  }
  /** The worker reports something. */
  report(report: Report): void {
    for (const listener of this.listeners) listener(report);
  }
  /** The watchdog has something to say. */
  become(status: SimulationStatus): void {
    for (const listener of this.statusListeners) listener(status);
  }
}

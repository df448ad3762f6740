/** A simulation that only remembers what it was told, for tests of stores and canvas; tests say what it reports. */
import type { Simulation, SimulationStatus } from '../worker/client.ts';
import type { CardReport, Report, Request } from '../worker/protocol.ts';

export class FakeSimulation implements Simulation {
  readonly sent: Request[] = [];
  private readonly statusListeners = new Set<(status: SimulationStatus) => void>();
  private readonly listeners = new Set<(report: Report) => void>();
  send(request: Request): void {
    this.sent.push(request);
  }
  subscribe(listener: (report: Report) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
  ask() {
    return Promise.resolve(null);
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
  reach(at: number, cards: CardReport[] = [], of?: number): void {
    const revision = of ?? this.loads().at(-1)?.revision ?? 0;
    const report: Report = {
      type: 'observation',
      revision,
      at,
      playing: true,
      speed: 1,
      lagging: null,
      cards,
      edges: [],
      inspect: null,
      dotsPerMessage: 1,
      classes: [],
      marks: [],
      moments: [],
      stopped: null,
      horizon: at,
      trouble: null,
      messages: { sent: 0, delivered: 0, answered: 0, failed: 0, dropped: 0, inFlight: 0 },
      trace: { events: 0, hash: '' },
    };
    for (const listener of this.listeners) listener(report);
  }
  /** The watchdog has something to say. */
  become(status: SimulationStatus): void {
    for (const listener of this.statusListeners) listener(status);
  }
}

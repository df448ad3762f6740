/**
 * Folds a run into a trace hash, event by event: when, what and where. Two runs with one hash did
 * the same.
 */
import { TraceHash, type TraceHashSnapshot } from '../lib/hash.ts';
import type { Observer } from './observers.ts';
import type { Micros } from './types.ts';

export class TraceHasher implements Observer {
  readonly name = 'trace';
  private readonly trace = new TraceHash();

  landed(at: Micros, carries: number, lane: number, message: number): void {
    const { trace } = this;
    trace.addFloat(at);
    trace.add(carries);
    trace.add(lane);
    trace.add(message);
  }

  rang(at: Micros, node: number, state: number): void {
    const { trace } = this;
    trace.addFloat(at);
    trace.add(node);
    trace.add(state);
  }

  /** A command of the document was carried out. */
  commanded(number: number): void {
    this.trace.add(number);
  }

  /** 16 hexadecimal digits over everything so far. */
  digest(): string {
    return this.trace.digest();
  }

  snapshot(): TraceHashSnapshot {
    return this.trace.snapshot();
  }

  restore(snapshot: unknown): void {
    this.trace.restore(snapshot as TraceHashSnapshot);
  }
}

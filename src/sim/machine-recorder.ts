/**
 * A handle for tests of machines: it writes down every call, keeps the timers, and leaves all other
 * results to a fake.
 */
import type { MachineHost, SimEvent } from './machine-model.ts';

export class Recorder<S extends MachineHost> {
  /** What actions get to see as `sim`. */
  readonly handle: S;
  /** Events that were scheduled and neither fired nor cancelled. */
  readonly timers = new Map<number, SimEvent>();
  #calls: unknown[] = [];
  #lastTimer = 0;

  constructor(fake: object) {
    const methods = new Map<PropertyKey, unknown>([
      ['schedule', (delay: number, event: SimEvent) => this.#schedule(delay, event)],
      ['cancel', (timer: number) => this.#cancel(timer)],
    ]);
    const given = fake as Record<PropertyKey, unknown>;
    this.handle = new Proxy(fake, {
      get: (_, name) => {
        const member = given[name];
        if (member !== undefined && typeof member !== 'function') return member;
        if (!methods.has(name)) {
          methods.set(name, (...args: unknown[]) => {
            const result: unknown = member?.apply(fake, args);
            this.#calls.push([name, args, result]);
            return result;
          });
        }
        return methods.get(name);
      },
    }) as S;
  }

  /** The calls since the last time: name, arguments and result of each. */
  takeCalls(): unknown[] {
    const calls = this.#calls;
    this.#calls = [];
    return calls;
  }

  /** The event of a timer, which is then over. */
  fire(timer: number): SimEvent {
    const event = this.timers.get(timer);
    if (event === undefined) throw new Error(`Timer ${timer} is not running; fire one of timers.`);
    this.timers.delete(timer);
    return event;
  }

  #schedule(delay: number, event: SimEvent): number {
    this.#lastTimer += 1;
    this.timers.set(this.#lastTimer, event);
    this.#calls.push(['schedule', delay, event, this.#lastTimer]);
    return this.#lastTimer;
  }

  #cancel(timer: number): void {
    this.timers.delete(timer);
    this.#calls.push(['cancel', timer]);
  }
}

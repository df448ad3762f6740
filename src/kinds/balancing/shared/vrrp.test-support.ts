/**
 * VRRP routers on a wire: machines that run and hear each other after some latency, without a
 * kernel. And what drives one at random.
 */
import {
  compileMachine,
  type Instance,
  type MachineHost,
  type SimEvent,
} from '../../../sim/machine.ts';
import type { OracleDriver } from '../../../sim/machine-oracle.ts';
import type { Micros } from '../../../sim/types.ts';
import type { Advertisement, Router } from './vrrp.ts';
import type { RouterEvent } from './vrrp-machine.ts';
import { type Heard, type Surroundings, vrrpModel } from './vrrp-model.ts';

const SECOND = 1_000_000;

function routerOf(settings: Partial<Router> = {}): Router {
  return {
    version: 3,
    priority: 100,
    address: 1,
    intervalMicros: SECOND,
    preempt: true,
    masterMicros: SECOND,
    isAppointed: false,
    ...settings,
  };
}

interface Station extends MachineHost {
  readonly name: string;
  readonly router: Router;
  readonly instance: Instance<Router>;
}

/** Who held the address, from when to when; `until` is Infinity while it does. */
interface Reign {
  readonly name: string;
  readonly from: Micros;
  until: Micros;
}

export class Lan {
  now: Micros = 0;
  readonly reigns: Reign[] = [];
  /** Everything said so far. */
  readonly said: (Advertisement & { readonly by: string; readonly at: Micros })[] = [];
  /** Whether a packet from one to another is lost, asked as it leaves. */
  isLost = (_from: string, _to: string): boolean => false;
  readonly #latency: Micros;
  readonly #stations = new Map<string, Station>();
  readonly #pending = new Map<number, { at: Micros; run: () => void }>();
  #last = 0;
  readonly #machine = compileMachine(vrrpModel<Router, Station>(this.#surroundings()));

  constructor(latencyMicros: Micros = 0) {
    this.#latency = latencyMicros;
  }

  /** Puts a router there that has not begun. */
  place(name: string, settings: Partial<Router>): Router {
    const router = routerOf({ address: this.#stations.size + 1, ...settings });
    const station: { -readonly [Key in keyof Station]: Station[Key] } = {
      name,
      router,
      instance: { state: -1, context: router, timers: [] },
      schedule: (delay, event) => this.#plan(delay, () => this.#step(station, event)),
      cancel: (timer) => {
        this.#pending.delete(timer);
      },
    };
    station.instance = this.#machine.start(router, station);
    this.#stations.set(name, station);
    return router;
  }

  tell(name: string, type: RouterEvent, said?: Advertisement): void {
    this.#step(this.#at(name), { type, said } as Heard);
  }

  stateOf(name: string): string {
    return this.#machine.stateOf(this.#at(name).instance).path;
  }

  /** Those that hold the address, in the order in which they took it. */
  masters(): string[] {
    return this.reigns.filter(({ until }) => until === Infinity).map(({ name }) => name);
  }

  /** Everything that is due by then, in order. */
  to(seconds: number): this {
    const end = Math.round(seconds * SECOND);
    for (;;) {
      let next: [number, { at: Micros; run: () => void }] | undefined;
      for (const each of this.#pending)
        if (next === undefined || each[1].at < next[1].at) next = each;
      if (next === undefined || next[1].at > end) break;
      this.#pending.delete(next[0]);
      this.now = next[1].at;
      next[1].run();
    }
    this.now = end;
    return this;
  }

  #surroundings(): Surroundings<Router, Station> {
    return {
      advertise: (_router, said, { name: by }) => {
        this.said.push({ ...said, by, at: this.now });
        for (const other of this.#stations.values()) {
          if (other.name === by || this.isLost(by, other.name)) continue;
          this.#plan(this.#latency, () =>
            this.#step(other, { type: 'advertisement', said } as Heard),
          );
        }
      },
      hold: (_router, { name }) =>
        this.reigns.push({ name, from: this.now, until: Number.POSITIVE_INFINITY }),
      release: (_router, { name }) => {
        const reign = this.reigns.findLast((each) => each.name === name);
        if (reign?.until !== Infinity) throw new Error(`${name} gives up what it does not hold.`);
        reign.until = this.now;
      },
    };
  }

  #step(station: Station, event: SimEvent): void {
    this.#machine.step(station.instance, event, station);
  }

  #plan(delay: Micros, run: () => void): number {
    this.#pending.set(++this.#last, { at: this.now + delay, run });
    return this.#last;
  }

  #at(name: string): Station {
    const station = this.#stations.get(name);
    if (station === undefined) throw new Error(`There is no router "${name}".`);
    return station;
  }
}

/** Whatever a router may meet, for the comparison with xstate. */
export const routerDriver: OracleDriver<Router, SimEvent, MachineHost> = {
  makeContext: (chance) =>
    routerOf({
      version: chance.pick([2, 3]),
      priority: chance.pick([1, 100, 254, 255]),
      address: chance.int(3),
      preempt: chance.int(2) === 0,
      isAppointed: chance.int(2) === 0,
      intervalMicros: 1 + chance.int(SECOND),
    }),
  makeEvent: (chance) => {
    const said: Advertisement = {
      priority: chance.pick([0, 1, 100, 254, 255]),
      address: chance.int(3),
      intervalMicros: 1 + chance.int(SECOND),
    };
    const type = chance.pick(['advertisement', 'advertisement', 'startup', 'shutdown', 'crash']);
    return { type, said } as Heard;
  },
  makeSim: () => ({}),
};

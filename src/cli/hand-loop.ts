/**
 * The yardstick of the bench: the same two networks written by hand, as tightly as plain JavaScript
 * allows. Typed arrays, no machines, no observers, no connections beyond what costs time; the same
 * random streams, so that it must end with the very same requests answered. What the simulator
 * costs above this is the price of being general.
 */
import { compileDistribution, draw } from '../lib/distribution.ts';
import { ln } from '../lib/math.ts';
import { Streams } from '../lib/random.ts';
import type { MeasuredNetwork } from '../scenarios/measured.ts';

export interface LoopResult {
  readonly answered: number;
  /** Mean response time as the client sees it, in µs. */
  readonly mean: number;
}

const ARRIVAL = 0;
const SYN_AT_BALANCER = 1;
const READY_AT_CLIENT = 2;
const REQUEST_AT_BALANCER = 3;
const SYN_AT_SERVER = 4;
const READY_AT_BALANCER = 5;
const REQUEST_AT_SERVER = 6;
const SERVICE_DONE = 7;
const RESPONSE_AT_BALANCER = 8;
const RESPONSE_AT_CLIENT = 9;

/** Pending events ordered by (time, sequence) in a binary heap. */
class Heap {
  size = 0;
  private sequence = 0;
  readonly time = new Float64Array(1 << 20);
  private readonly order = new Float64Array(1 << 20);
  readonly what = new Int32Array(1 << 20);
  readonly place = new Int32Array(1 << 20);
  readonly message = new Int32Array(1 << 20);

  push(time: number, what: number, place: number, message: number): void {
    const order = ++this.sequence;
    let at = this.size++;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if ((this.time[up] as number) <= time) break;
      this.copy(up, at);
      at = up;
    }
    this.time[at] = time;
    this.order[at] = order;
    this.what[at] = what;
    this.place[at] = place;
    this.message[at] = message;
  }

  /** Drops the first; read it before. */
  pop(): void {
    const last = --this.size;
    const time = this.time[last] as number;
    const order = this.order[last] as number;
    let at = 0;
    for (;;) {
      let down = 2 * at + 1;
      if (down >= last) break;
      if (
        down + 1 < last &&
        this.isBefore(down + 1, this.time[down] as number, this.order[down] as number)
      )
        down++;
      if (!this.isBefore(down, time, order)) break;
      this.copy(down, at);
      at = down;
    }
    if (at !== last) this.copy(last, at);
  }

  private isBefore(at: number, time: number, order: number): boolean {
    const mine = this.time[at] as number;
    return mine < time || (mine === time && (this.order[at] as number) < order);
  }

  private copy(from: number, to: number): void {
    this.time[to] = this.time[from] as number;
    this.order[to] = this.order[from] as number;
    this.what[to] = this.what[from] as number;
    this.place[to] = this.place[from] as number;
    this.message[to] = this.message[from] as number;
  }
}

/** First in, first out, of message numbers. */
class Line {
  private ring = new Int32Array(1024);
  private head = 0;
  length = 0;

  push(message: number): void {
    if (this.length === this.ring.length) {
      const grown = new Int32Array(this.ring.length * 2);
      for (let i = 0; i < this.length; i++)
        grown[i] = this.ring[(this.head + i) % this.ring.length] as number;
      this.ring = grown;
      this.head = 0;
    }
    this.ring[(this.head + this.length++) % this.ring.length] = message;
  }

  shift(): number {
    const message = this.ring[this.head] as number;
    this.head = (this.head + 1) % this.ring.length;
    this.length--;
    return message;
  }
}

/** One open stream straight to one server with one slot: M/M/1 behind a constant latency. */
export function singleServerLoop(network: MeasuredNetwork): LoopResult {
  const streams = new Streams();
  const arrivals = streams.open(network.seed, 'web', 'arrivals');
  const services = streams.open(network.seed, 's1', 'service');
  const service = compileDistribution({ dist: 'exponential', mean: network.serviceMs });
  const rate = network.rate / 1e6;
  const latency = Math.round(network.latencyMs * 1000);
  const until = network.untilMs * 1000;
  const heap = new Heap();
  const line = new Line();
  const created = new Float64Array(1 << 22);
  let nextAt = -ln(1 - streams.next(arrivals)) / rate;
  let messages = 0;
  let isBusy = false;
  let answered = 0;
  let sum = 0;
  heap.push(Math.round(nextAt), ARRIVAL, 0, 0);
  while (heap.size > 0 && (heap.time[0] as number) <= until) {
    const now = heap.time[0] as number;
    const what = heap.what[0] as number;
    const message = heap.message[0] as number;
    heap.pop();
    if (what === ARRIVAL) {
      nextAt -= ln(1 - streams.next(arrivals)) / rate;
      heap.push(now + Math.round(nextAt - now), ARRIVAL, 0, 0);
      created[messages] = now;
      heap.push(now + latency, REQUEST_AT_SERVER, 0, messages++);
    } else if (what === REQUEST_AT_SERVER) {
      if (isBusy) line.push(message);
      else {
        isBusy = true;
        heap.push(
          now + Math.round(draw(service, streams, services) * 1000),
          SERVICE_DONE,
          0,
          message,
        );
      }
    } else if (what === SERVICE_DONE) {
      heap.push(now + latency, RESPONSE_AT_CLIENT, 0, message);
      if (line.length > 0) {
        const next = line.shift();
        heap.push(now + Math.round(draw(service, streams, services) * 1000), SERVICE_DONE, 0, next);
      } else isBusy = false;
    } else {
      answered++;
      sum += now - (created[message] as number);
    }
  }
  return { answered, mean: sum / answered };
}

/**
 * One client over one shared connection to a balancer that takes servers in turn, over pooled
 * connections opened when needed.
 */
export function balancedLoop(network: MeasuredNetwork): LoopResult {
  const { servers } = network;
  const streams = new Streams();
  const arrivals = streams.open(network.seed, 'web', 'arrivals');
  const services = Int32Array.from({ length: servers }, (_, i) =>
    streams.open(network.seed, `s${i + 1}`, 'service'),
  );
  const service = compileDistribution({ dist: 'exponential', mean: network.serviceMs });
  const rate = network.rate / 1e6;
  const latency = Math.round(network.latencyMs * 1000);
  const until = network.untilMs * 1000;
  const heap = new Heap();
  const lines = Array.from({ length: servers }, () => new Line());
  const waiting = Array.from({ length: servers }, () => new Line());
  const idle = new Int32Array(servers);
  const isBusy = new Uint8Array(servers);
  const unsent = new Line();
  const created = new Float64Array(1 << 22);
  let nextAt = -ln(1 - streams.next(arrivals)) / rate;
  let messages = 0;
  let isOpen = false;
  let isOpening = false;
  let turn = 0;
  let answered = 0;
  let sum = 0;
  heap.push(Math.round(nextAt), ARRIVAL, 0, 0);
  while (heap.size > 0 && (heap.time[0] as number) <= until) {
    const now = heap.time[0] as number;
    const what = heap.what[0] as number;
    const place = heap.place[0] as number;
    const message = heap.message[0] as number;
    heap.pop();
    switch (what) {
      case ARRIVAL:
        nextAt -= ln(1 - streams.next(arrivals)) / rate;
        heap.push(now + Math.round(nextAt - now), ARRIVAL, 0, 0);
        created[messages] = now;
        if (isOpen) heap.push(now + latency, REQUEST_AT_BALANCER, 0, messages++);
        else {
          if (!isOpening) heap.push(now + latency, SYN_AT_BALANCER, 0, 0);
          isOpening = true;
          unsent.push(messages++);
        }
        break;
      case SYN_AT_BALANCER:
        heap.push(now + latency, READY_AT_CLIENT, 0, 0);
        break;
      case READY_AT_CLIENT:
        isOpen = true;
        while (unsent.length > 0) heap.push(now + latency, REQUEST_AT_BALANCER, 0, unsent.shift());
        break;
      case REQUEST_AT_BALANCER: {
        const server = turn;
        turn = (turn + 1) % servers;
        if ((idle[server] as number) > 0) {
          idle[server] = (idle[server] as number) - 1;
          heap.push(now + latency, REQUEST_AT_SERVER, server, message);
        } else {
          (waiting[server] as Line).push(message);
          heap.push(now + latency, SYN_AT_SERVER, server, 0);
        }
        break;
      }
      case SYN_AT_SERVER:
        heap.push(now + latency, READY_AT_BALANCER, place, 0);
        break;
      case READY_AT_BALANCER: {
        const line = waiting[place] as Line;
        if (line.length > 0) heap.push(now + latency, REQUEST_AT_SERVER, place, line.shift());
        else idle[place] = (idle[place] as number) + 1;
        break;
      }
      case REQUEST_AT_SERVER:
        if (isBusy[place] === 1) (lines[place] as Line).push(message);
        else {
          isBusy[place] = 1;
          heap.push(
            now + Math.round(draw(service, streams, services[place] as number) * 1000),
            SERVICE_DONE,
            place,
            message,
          );
        }
        break;
      case SERVICE_DONE: {
        heap.push(now + latency, RESPONSE_AT_BALANCER, place, message);
        const line = lines[place] as Line;
        if (line.length > 0) {
          const next = line.shift();
          heap.push(
            now + Math.round(draw(service, streams, services[place] as number) * 1000),
            SERVICE_DONE,
            place,
            next,
          );
        } else isBusy[place] = 0;
        break;
      }
      case RESPONSE_AT_BALANCER: {
        const line = waiting[place] as Line;
        if (line.length > 0) heap.push(now + latency, REQUEST_AT_SERVER, place, line.shift());
        else idle[place] = (idle[place] as number) + 1;
        heap.push(now + latency, RESPONSE_AT_CLIENT, 0, message);
        break;
      }
      default:
        answered++;
        sum += now - (created[message] as number);
    }
  }
  return { answered, mean: sum / answered };
}

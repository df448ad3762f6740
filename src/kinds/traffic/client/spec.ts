/** A client's settings. */
import {
  type AnyConfig,
  choice,
  distribution,
  duration,
  integer,
  list,
  number,
  percent,
  text,
  toggle,
} from '../../../document/field.ts';
import type { ValueOf, ValueType } from '../../../document/field-type.ts';
import { type ConfigOf, defineSpec } from '../../../document/spec.ts';

const isOpen = (config: AnyConfig) => config.load !== 'closed';
const isClosed = (config: AnyConfig) => config.load === 'closed';
const hasPattern = (pattern: string) => (config: AnyConfig) =>
  isOpen(config) && config.pattern === pattern;

const names = { type: 'names', maxName: 100, maxText: 200, optional: true } as const;

/** One sort of request; what is left out is as in GET / on shop.example. */
const mixItem = {
  type: 'record',
  parts: {
    weight: { type: 'number', min: 0, max: 1_000_000, optional: true },
    method: { type: 'text', maxLength: 20, optional: true },
    host: { type: 'text', maxLength: 200, optional: true },
    path: { type: 'text', maxLength: 200, optional: true },
    headers: names,
    cookies: names,
    body: names,
    write: { type: 'boolean', optional: true },
  },
} as const satisfies ValueType;
export type MixItem = ValueOf<typeof mixItem>;

export const spec = defineSpec({
  kind: 'client',
  key: 'c',
  family: 'traffic',
  title: 'Client',
  summary: 'Sends requests: a steady stream, or users who think in between.',
  icon: 'monitor-smartphone',
  fields: {
    load: choice({
      key: 'l',
      label: 'Load',
      help: 'An open stream keeps coming however slow the answers are; users wait for their answer and think before they ask again.',
      default: 'open',
      options: { open: 'Open stream', closed: 'Users who wait' },
    }),
    rate: number({
      key: 'r',
      label: 'Rate',
      help: 'Requests per second, before any pattern is applied.',
      default: 50,
      min: 0,
      max: 1_000_000,
      unit: 'requests/s',
      shownWhen: isOpen,
    }),
    pattern: choice({
      key: 'p',
      label: 'Pattern',
      help: 'How arrivals are spread over time. All but the even one are random: independent people, not a metronome.',
      default: 'poisson',
      options: {
        poisson: 'Random (Poisson)',
        constant: 'Evenly spaced',
        burst: 'Bursts',
        ramp: 'Ramp',
        daily: 'Daily curve',
      },
      shownWhen: isOpen,
    }),
    burstFactor: number({
      key: 'bf',
      label: 'Burst factor',
      help: 'How many times the rate during a burst.',
      default: 5,
      min: 0,
      max: 1000,
      shownWhen: hasPattern('burst'),
    }),
    burstEvery: duration({
      key: 'be',
      label: 'A burst every',
      help: 'From the beginning of one burst to the next.',
      default: 10_000,
      min: 1,
      shownWhen: hasPattern('burst'),
    }),
    burstFor: duration({
      key: 'bd',
      label: 'A burst lasts',
      help: 'How long each burst goes on.',
      default: 2000,
      shownWhen: hasPattern('burst'),
    }),
    rampTo: number({
      key: 'rt',
      label: 'Ramp to',
      help: 'The rate reached in the end, and kept from then on.',
      default: 200,
      min: 0,
      max: 1_000_000,
      unit: 'requests/s',
      shownWhen: hasPattern('ramp'),
    }),
    rampOver: duration({
      key: 'ro',
      label: 'Ramp over',
      help: 'How long it takes from the rate at the start to the rate in the end.',
      default: 60_000,
      shownWhen: hasPattern('ramp'),
    }),
    dayLength: duration({
      key: 'dl',
      label: 'A day takes',
      help: 'From one morning to the next; the rate is its mean.',
      default: 60_000,
      min: 1,
      shownWhen: hasPattern('daily'),
    }),
    swing: percent({
      key: 'ds',
      label: 'Swing',
      help: 'How far noon lies above and midnight below the mean.',
      default: 0.8,
      shownWhen: hasPattern('daily'),
    }),
    users: integer({
      key: 'u',
      label: 'Users',
      help: 'How many there are; each has at most one request under way.',
      default: 10,
      min: 0,
      max: 100_000,
      shownWhen: isClosed,
    }),
    think: distribution({
      key: 'th',
      label: 'Think time',
      help: 'From an answer to the next request of the same user.',
      default: { dist: 'exponential', mean: 1000 },
      unit: 'ms',
      shownWhen: isClosed,
    }),
    writes: percent({
      key: 'w',
      label: 'Writes',
      help: 'Share of requests that change data: sent as POST, and refused by a database replica.',
      default: 0,
    }),
    mix: list({
      key: 'm',
      label: 'Mix',
      help: 'The sorts of requests it sends, drawn by weight. Empty: GET / on shop.example.',
      default: [],
      item: mixItem,
      widget: 'mix',
      maxLength: 50,
    }),
    timeout: duration({
      key: 't',
      label: 'Timeout',
      help: 'It gives up on a request after so long; 0 waits for ever, over UDP even for what was lost: nobody tells.',
      zero: 'no limit',
      default: 10_000,
    }),
    limit: integer({
      key: 'n',
      label: 'Stop after',
      help: 'Sends so many requests and no more; 0 for no end.',
      default: 0,
      min: 0,
      max: 1_000_000_000,
    }),
    protocol: choice({
      key: 'pr',
      label: 'Protocol',
      help: 'HTTP/1 has one request at a time on a connection, HTTP/2 many. UDP has no connection: packets of one flow share their addresses.',
      default: 'http1',
      options: { http1: 'HTTP/1', http2: 'HTTP/2', udp: 'UDP' },
      group: 'Connections',
    }),
    tls: toggle({
      key: 'tl',
      label: 'TLS',
      help: 'Encrypts: opening a connection costs one more round trip.',
      default: false,
      group: 'Connections',
      shownWhen: (config) => config.protocol !== 'udp',
    }),
    keepAlive: toggle({
      key: 'k',
      label: 'Keep alive',
      help: 'Uses a connection again. Off, each request opens and closes its own.',
      default: true,
      group: 'Connections',
      shownWhen: (config) => config.protocol === 'http1',
    }),
    connections: integer({
      key: 'cn',
      label: 'Connections',
      help: 'HTTP/1: most idle connections kept (more are opened as needed). HTTP/2 and UDP: that many connections or flows, used in turn.',
      default: 32,
      min: 1,
      max: 10_000,
      group: 'Connections',
    }),
    addresses: integer({
      key: 'a',
      label: 'Addresses',
      help: 'From how many IP addresses its connections come, in turn.',
      default: 1,
      min: 1,
      max: 10_000,
      group: 'Connections',
    }),
    firstAddress: text({
      key: 'fa',
      label: 'First address',
      help: 'The others count up from it.',
      default: '203.0.113.1',
      maxLength: 15,
      group: 'Connections',
    }),
    trafficOf: text({
      key: 'of',
      label: 'Same traffic as',
      help: 'The id of another client whose random numbers it uses: with the same settings both send the same requests at the same moments.',
      default: '',
      maxLength: 100,
      group: 'Comparing',
    }),
  },
  gives: ['request'],
  takes: [],
  faults: ['burst', 'drain', 'crash', 'restart', 'hang', 'resume'],
});

export type ClientConfig = ConfigOf<typeof spec.fields>;

/** What a client's picture is drawn from. */
export interface ClientObservation {
  readonly state: string;
  readonly hung: boolean;
  readonly load: ClientConfig['load'];
  /** Requests under way. */
  readonly outstanding: number;
  /** Over UDP and without a timeout: who lost an answer waits for it for ever. */
  readonly isEndless: boolean;
  /** Of these, waiting for a connection. */
  readonly waiting: number;
  /** Requests per second it is sending right now (open stream), or its users (closed). */
  readonly rate: number;
  readonly users: number;
  /** 1, or how many times the usual load during a burst. */
  readonly boost: number;
  readonly sent: number;
  readonly answered: number;
  readonly failed: number;
  /** Ended without an answer: dropped on the way, or given up. */
  readonly lost: number;
  readonly connections: number;
}

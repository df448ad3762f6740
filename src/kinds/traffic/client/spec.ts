/** A client's settings. */
import {
  type AnyConfig,
  choice,
  distribution,
  duration,
  integer,
  names,
  number,
  optional,
  part,
  percent,
  type RowOf,
  table,
  text,
  toggle,
} from '../../../document/field.ts';
import { type ConfigOf, defineSpec } from '../../../document/spec.ts';
import type { SeriesTable } from '../../../lib/series.ts';
import { entry } from './entry.ts';

const isOpen = (config: AnyConfig) => config.load !== 'closed';
const isClosed = (config: AnyConfig) => config.load === 'closed';
const hasPattern = (pattern: string) => (config: AnyConfig) =>
  isOpen(config) && config.pattern === pattern;

/** Headers and their like, of which a request may have none. */
const TEXTS = { default: {}, maxName: 100, maxText: 200 };

/** One sort of request; what is left out is as in GET / on shop.example. */
const mixItem = {
  weight: optional(
    number({
      key: 'weight',
      label: 'Weight',
      help: 'How often it is sent, beside the weights of the others.',
      default: 1,
      min: 0,
      max: 1_000_000,
    }),
  ),
  method: optional(
    text({
      key: 'method',
      label: 'Method',
      help: 'Left empty: GET, or POST for a write.',
      default: '',
      maxLength: 20,
    }),
  ),
  host: optional(
    text({
      key: 'host',
      label: 'Host',
      help: 'Whom it asks.',
      default: 'shop.example',
    }),
  ),
  path: optional(
    text({
      key: 'path',
      label: 'Path',
      help: 'What it asks for.',
      default: '/',
    }),
  ),
  query: optional(
    names({
      key: 'query',
      label: 'Query',
      help: 'Names and values, as after the question mark of an address.',
      ...TEXTS,
    }),
  ),
  headers: optional(
    names({
      key: 'headers',
      label: 'Headers',
      help: 'Names and values, such as “accept: text”.',
      ...TEXTS,
    }),
  ),
  cookies: optional(
    names({
      key: 'cookies',
      label: 'Cookies',
      help: 'Names and values, such as “user: anna”.',
      ...TEXTS,
    }),
  ),
  body: optional(
    names({
      key: 'body',
      label: 'Body fields',
      help: 'Names and values that it carries.',
      ...TEXTS,
    }),
  ),
  write: optional(
    toggle({
      key: 'write',
      label: 'Write',
      help: 'It changes data.',
      default: false,
    }),
  ),
};
export type MixItem = RowOf<typeof mixItem>;

export const series = {
  requests: {
    is: 'counter',
    label: 'Requests',
    unit: 'requests',
    keyed: { by: 'target', isNode: true },
  },
} as const satisfies SeriesTable;

export const spec = defineSpec({
  ...entry,
  fields: {
    load: choice({
      key: 'l',
      label: 'Load',
      help: 'An open stream keeps its rate however slow the responses are. Users wait for the response, and think before the next request.',
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
      help: 'How requests are spread over time. All patterns but “Evenly spaced” are random.',
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
      help: 'By how much the rate is multiplied during a burst.',
      default: 5,
      min: 0,
      max: 1000,
      shownWhen: hasPattern('burst'),
    }),
    burstEvery: duration({
      key: 'be',
      label: 'Burst interval',
      help: 'Time from the start of one burst to the start of the next.',
      default: 10_000,
      min: 1,
      shownWhen: hasPattern('burst'),
    }),
    burstFor: duration({
      key: 'bd',
      label: 'Burst duration',
      help: 'How long each burst lasts.',
      default: 2000,
      shownWhen: hasPattern('burst'),
    }),
    rampTo: number({
      key: 'rt',
      label: 'Ramp to',
      help: 'The rate at the end of the ramp, and from then on.',
      default: 200,
      min: 0,
      max: 1_000_000,
      unit: 'requests/s',
      shownWhen: hasPattern('ramp'),
    }),
    rampOver: duration({
      key: 'ro',
      label: 'Ramp over',
      help: 'How long the ramp takes.',
      default: 60_000,
      shownWhen: hasPattern('ramp'),
    }),
    dayLength: duration({
      key: 'dl',
      label: 'Day length',
      help: 'Time from one morning to the next. The rate is the mean over a day.',
      default: 60_000,
      min: 1,
      shownWhen: hasPattern('daily'),
    }),
    swing: percent({
      key: 'ds',
      label: 'Swing',
      help: 'How far noon is above the mean, and midnight below it.',
      default: 0.8,
      shownWhen: hasPattern('daily'),
    }),
    users: integer({
      key: 'u',
      label: 'Users',
      help: 'How many users there are. Each has at most one request in progress.',
      default: 10,
      min: 0,
      max: 100_000,
      shownWhen: isClosed,
    }),
    think: distribution({
      key: 'th',
      label: 'Think time',
      help: 'Time from a response to the user’s next request.',
      default: { dist: 'exponential', mean: 1000 },
      unit: 'ms',
      shownWhen: isClosed,
    }),
    writes: percent({
      key: 'w',
      label: 'Writes',
      help: 'Share of requests that change data. They are sent as POST; a read replica rejects them.',
      default: 0,
    }),
    mix: table({
      key: 'm',
      label: 'Mix',
      help: 'The kinds of requests it sends, chosen at random by weight. Empty: GET / on shop.example.',
      columns: mixItem,
      each: 'request',
      most: 50,
    }),
    timeout: duration({
      key: 't',
      label: 'Timeout',
      help: 'How long to wait for a response before giving up. With no limit, a request lost over UDP waits forever.',
      zero: 'no limit',
      default: 10_000,
    }),
    limit: integer({
      key: 'n',
      label: 'Stop after',
      help: 'How many requests it sends in total.',
      zero: 'no limit',
      default: 0,
      min: 0,
      max: 1_000_000_000,
    }),
    protocol: choice({
      key: 'pr',
      label: 'Protocol',
      help: 'HTTP/1 sends one request at a time on a connection, HTTP/2 many. UDP has no connections: the packets of a flow share their addresses.',
      default: 'http1',
      options: { http1: 'HTTP/1', http2: 'HTTP/2', udp: 'UDP' },
      group: 'Connections',
    }),
    tls: toggle({
      key: 'tl',
      label: 'TLS',
      help: 'Encrypts connections: opening one takes one more round trip.',
      default: false,
      group: 'Connections',
      shownWhen: (config) => config.protocol !== 'udp',
    }),
    keepAlive: toggle({
      key: 'k',
      label: 'Keep alive',
      help: 'Reuses connections. When off, each request opens and closes its own.',
      default: true,
      group: 'Connections',
      shownWhen: (config) => config.protocol === 'http1',
    }),
    connections: integer({
      key: 'cn',
      label: 'Connections',
      help: 'HTTP/1: how many idle connections are kept (more are opened as needed). HTTP/2 and UDP: how many connections or flows are used in turn.',
      default: 32,
      min: 1,
      max: 10_000,
      group: 'Connections',
    }),
    addresses: integer({
      key: 'a',
      label: 'Addresses',
      help: 'How many IP addresses it connects from, in turn.',
      default: 1,
      min: 1,
      max: 10_000,
      group: 'Connections',
    }),
    firstAddress: text({
      key: 'fa',
      label: 'First address',
      help: 'The other addresses count up from this one.',
      default: '203.0.113.1',
      maxLength: 15,
      group: 'Connections',
    }),
    trafficOf: part({
      key: 'of',
      label: 'Same traffic as',
      help: 'Another client. Both use the same random numbers: with the same settings they send the same requests at the same moments.',
      fits: ({ kind }) => kind === entry.kind,
      mustBe: 'another client',
      group: 'Comparing',
    }),
  },
  faults: ['burst', 'drain', 'crash', 'restart', 'hang', 'resume', 'isolate', 'rejoin'],
  series,
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

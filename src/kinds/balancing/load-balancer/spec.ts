/** A load balancer's settings: one kind with two modes that are different machines. */
import {
  type AnyConfig,
  choice,
  duration,
  integer,
  list,
  toggle,
} from '../../../document/field.ts';
import type { ValueOf, ValueType } from '../../../document/field-type.ts';
import { type ConfigOf, defineSpec } from '../../../document/spec.ts';
import { ALGORITHMS } from '../shared/algorithms.ts';

/** Where a rule looks. */
const RULE_ON = ['header', 'cookie', 'body', 'method', 'path-prefix'] as const;

/**
 * Requests that match go to the backend or pool with the id `to`. `name` says which header, cookie
 * or body field.
 */
const rule = {
  type: 'record',
  parts: {
    on: { type: 'choice', options: RULE_ON },
    name: { type: 'text', maxLength: 200 },
    equals: { type: 'text', maxLength: 200 },
    to: { type: 'text', maxLength: 100 },
  },
} as const satisfies ValueType;
export type Rule = ValueOf<typeof rule>;

const isL4 = (config: AnyConfig): boolean => config.mode === 'l4';
const isL7 = (config: AnyConfig): boolean => config.mode !== 'l4';

export const spec = defineSpec({
  kind: 'load-balancer',
  key: 'lb',
  family: 'balancing',
  title: 'Load balancer',
  summary: 'Spreads requests or connections over its backends.',
  icon: 'network',
  fields: {
    mode: choice({
      key: 'm',
      label: 'Layer',
      help: 'Layer 4 decides once per connection and translates addresses; layer 7 reads each request and decides anew.',
      default: 'l7',
      options: { l4: 'Layer 4: connections', l7: 'Layer 7: requests' },
    }),
    algorithm: choice({
      key: 'a',
      label: 'Algorithm',
      help: 'How a backend is chosen. Weights, limits and backups are settings of the backends.',
      default: 'round-robin',
      options: ALGORITHMS,
    }),
    choices: integer({
      key: 'd',
      label: 'Choices',
      help: 'How many backends are drawn; the least loaded of them is taken.',
      default: 2,
      min: 1,
      max: 10,
      shownWhen: (config) => config.algorithm === 'power-of-two',
    }),
    connectionLimit: integer({
      key: 'l',
      label: 'Limit per backend',
      help: 'Most requests (layer 7) or connections (layer 4) that a backend gets at a time; 0 for no limit. A backend’s own limit goes before.',
      default: 0,
      min: 0,
      max: 1_000_000,
    }),
    nextBackend: toggle({
      key: 'n',
      label: 'Try the next backend',
      help: 'When a backend fails, try another one, each at most once. Layer 4 can do so only before the connection is open.',
      default: false,
    }),
    maxFails: integer({
      key: 'f',
      label: 'Failures until out',
      help: 'A backend that failed this often within the time below gets no traffic for as long; 0 never takes one out.',
      default: 1,
      min: 0,
      max: 1000,
    }),
    failTimeout: duration({
      key: 't',
      label: 'Out for',
      help: 'How long a failed backend gets no traffic, and within which failures add up. Kept in whole seconds, as nginx does.',
      default: 10_000,
      min: 0,
      max: 3_600_000,
    }),
    allBackups: toggle({
      key: 'b',
      label: 'Use all backups',
      help: 'When no primary can be used, spread over all backups (nginx); off uses only the first that is up (HAProxy).',
      default: true,
    }),
    connectTimeout: duration({
      key: 'c',
      label: 'Connect timeout',
      help: 'A backend that has not let a connection in by then has failed; 0 waits for ever.',
      zero: 'no limit',
      default: 60_000,
      min: 0,
      max: 3_600_000,
    }),
    bootTime: duration({
      key: 'bt',
      label: 'Boot time',
      help: 'From being brought back to listening again. At the start of a run it is up already.',
      default: 1000,
      min: 0,
      max: 3_600_000,
    }),
    tls: toggle({
      key: 's',
      label: 'TLS ends here',
      help: 'It has a certificate: it reads what clients send over TLS, and speaks plainly to its backends. Off refuses TLS connections.',
      default: true,
      group: 'Layer 7',
      shownWhen: isL7,
    }),
    backendTls: toggle({
      key: 'bs',
      label: 'TLS to backends',
      help: 'Opens its own connections with TLS: one more round trip each.',
      default: false,
      group: 'Layer 7',
      shownWhen: isL7,
    }),
    keepAlive: integer({
      key: 'k',
      label: 'Idle connections kept',
      help: 'Open connections kept for later requests, for each backend; 0 opens one for every request.',
      default: 16,
      min: 0,
      max: 10_000,
      group: 'Layer 7',
      shownWhen: isL7,
    }),
    responseTimeout: duration({
      key: 'r',
      label: 'Response timeout',
      help: 'A backend that has not answered a request by then has failed; 0 waits for ever.',
      zero: 'no limit',
      default: 60_000,
      min: 0,
      max: 3_600_000,
      group: 'Layer 7',
      shownWhen: isL7,
    }),
    rules: list({
      key: 'u',
      label: 'Rules',
      help: 'The first rule that matches a request names the backend or pool it goes to; other requests go to backends that no rule names.',
      default: [],
      item: rule,
      widget: 'rules',
      maxLength: 50,
      group: 'Layer 7',
      shownWhen: isL7,
    }),
    natPorts: integer({
      key: 'p',
      label: 'NAT ports',
      help: 'How many ports it can appear from towards its backends, from 1024 on: one for each connection or flow.',
      default: 64_512,
      min: 1,
      max: 64_512,
      group: 'Layer 4',
      shownWhen: isL4,
    }),
    udpIdle: duration({
      key: 'i',
      label: 'UDP flow idle',
      help: 'A UDP flow that carried nothing for so long is forgotten; its next packet is a new flow.',
      default: 30_000,
      min: 1,
      max: 3_600_000,
      group: 'Layer 4',
      shownWhen: isL4,
    }),
  },
  gives: ['request'],
  takes: ['request'],
  faults: ['crash', 'restart', 'drain', 'hang', 'resume'],
  process: { restartedBy: ['mode'] },
});

export type BalancerConfig = ConfigOf<typeof spec.fields>;

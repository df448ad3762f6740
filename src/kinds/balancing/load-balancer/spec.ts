/** A load balancer's settings: one kind with two modes that are different machines. */
import {
  type AnyConfig,
  choice,
  duration,
  integer,
  part,
  type RowOf,
  table,
  text,
  toggle,
} from '../../../document/field.ts';
import { type ConfigOf, defineSpec } from '../../../document/spec.ts';
import type { SeriesTable } from '../../../lib/series.ts';
import { ALGORITHMS } from '../shared/algorithms.ts';
import { checkFields, ejectionFields, levelFields } from '../shared/health-fields.ts';
import { entry } from './entry.ts';

const hasName = ({ on }: AnyConfig): boolean => on !== 'method' && on !== 'path-prefix';

/**
 * Requests that match go to the backend or pool with the id `to`. `name` says which header, cookie,
 * part of the query or field of the body.
 */
const rule = {
  on: choice({
    key: 'on',
    label: 'Looks at',
    help: 'What of a request the rule looks at.',
    default: 'header',
    options: {
      header: 'Header',
      cookie: 'Cookie',
      query: 'Query',
      body: 'Field of the body',
      method: 'Method',
      'path-prefix': 'Start of the path',
    },
  }),
  name: text({
    key: 'name',
    label: 'Called',
    help: 'Which header, cookie, part of the query or field of the body.',
    default: '',
    shownWhen: hasName,
  }),
  equals: text({
    key: 'equals',
    label: 'Is',
    help: 'The text it must be, or the path must start with.',
    default: '',
  }),
  to: part({
    key: 'to',
    label: 'Goes to',
    help: 'The backend or pool that matching requests go to.',
    fits: ({ isTarget }) => isTarget,
    mustBe: 'a part that this balancer sends to',
    whileEmpty: 'Choose a part. Until then the rule is passed over.',
  }),
};
export type Rule = RowOf<typeof rule>;

const isL4 = (config: AnyConfig): boolean => config.mode === 'l4';
const isL7 = (config: AnyConfig): boolean => config.mode !== 'l4';

export const series = {
  requests: {
    is: 'counter',
    label: 'Requests',
    unit: 'requests',
    keyed: { by: 'backend', isNode: true },
  },
} as const satisfies SeriesTable;

export const spec = defineSpec({
  ...entry,
  fields: {
    mode: choice({
      key: 'm',
      label: 'Layer',
      help: 'Layer 4 chooses a backend per connection and translates addresses. Layer 7 reads each request and chooses per request.',
      default: 'l7',
      options: { l4: 'Layer 4: connections', l7: 'Layer 7: requests' },
    }),
    algorithm: choice({
      key: 'a',
      label: 'Algorithm',
      help: 'How it chooses a backend. Weights, limits and backups are settings of the backends.',
      default: 'round-robin',
      options: ALGORITHMS,
    }),
    choices: integer({
      key: 'd',
      label: 'Choices',
      help: 'How many backends are drawn at random. The least loaded of them is used.',
      default: 2,
      min: 1,
      max: 10,
      shownWhen: (config) => config.algorithm === 'power-of-two',
    }),
    connectionLimit: integer({
      key: 'l',
      label: 'Limit per backend',
      help: 'How many requests (layer 7) or connections (layer 4) a backend gets at the same time. A limit set on the backend itself wins.',
      zero: 'no limit',
      default: 0,
      min: 0,
      max: 1_000_000,
    }),
    nextBackend: toggle({
      key: 'n',
      label: 'Try the next backend',
      help: 'When a backend fails, tries another one, each at most once. Layer 4 can do this only before the connection is open.',
      default: false,
    }),
    maxFails: integer({
      key: 'f',
      label: 'Failures before removal',
      help: 'A backend that fails this often within the time below is removed for that long.',
      zero: 'never',
      default: 1,
      min: 0,
      max: 1000,
    }),
    failTimeout: duration({
      key: 't',
      label: 'Removed for',
      help: 'How long a failed backend gets no traffic; also the period in which failures are counted. In whole seconds, like nginx.',
      default: 10_000,
      min: 0,
      max: 3_600_000,
    }),
    allBackups: toggle({
      key: 'b',
      label: 'Use all backups',
      help: 'When no other backend can be used: on uses all backups (nginx), off only the first that is up (HAProxy).',
      default: true,
    }),
    connectTimeout: duration({
      key: 'c',
      label: 'Connect timeout',
      help: 'How long to wait for a connection to a backend. After that the backend has failed.',
      zero: 'no limit',
      default: 60_000,
      min: 0,
      max: 3_600_000,
    }),
    bootTime: duration({
      key: 'bt',
      label: 'Boot time',
      help: 'Time from a restart to accepting connections. Parts present at the start are already running.',
      default: 1000,
      min: 0,
      max: 3_600_000,
    }),
    tls: toggle({
      key: 's',
      label: 'TLS termination',
      help: 'Has a certificate and decrypts what clients send over TLS. Off refuses TLS connections.',
      default: true,
      group: 'Layer 7',
      shownWhen: isL7,
    }),
    backendTls: toggle({
      key: 'bs',
      label: 'TLS to backends',
      help: 'Uses TLS for its own connections: one more round trip to open each.',
      default: false,
      group: 'Layer 7',
      shownWhen: isL7,
    }),
    keepAlive: integer({
      key: 'k',
      label: 'Idle connections',
      help: 'How many idle connections per backend it keeps for later requests.',
      zero: 'none',
      default: 16,
      min: 0,
      max: 10_000,
      group: 'Layer 7',
      shownWhen: isL7,
    }),
    responseTimeout: duration({
      key: 'r',
      label: 'Response timeout',
      help: 'How long to wait for a response. After that the backend has failed.',
      zero: 'no limit',
      default: 60_000,
      min: 0,
      max: 3_600_000,
      group: 'Layer 7',
      shownWhen: isL7,
    }),
    rules: table({
      key: 'u',
      label: 'Rules',
      help: 'The first rule that matches a request names its backend or pool. Other requests go to backends that no rule names.',
      columns: rule,
      each: 'rule',
      most: 50,
      group: 'Layer 7',
      shownWhen: isL7,
    }),
    natPorts: integer({
      key: 'p',
      label: 'NAT ports',
      help: 'How many ports it has for connections to backends, from 1024 up. Each connection or flow takes one.',
      default: 64_512,
      min: 1,
      max: 64_512,
      group: 'Layer 4',
      shownWhen: isL4,
    }),
    udpIdle: duration({
      key: 'i',
      label: 'UDP idle timeout',
      help: 'A UDP flow that is idle for this long is forgotten. Its next packet starts a new flow.',
      default: 30_000,
      min: 1,
      max: 3_600_000,
      group: 'Layer 4',
      shownWhen: isL4,
    }),
    ...checkFields(),
    ...ejectionFields(),
    ...levelFields(),
  },
  placed: { checks: 'tcp' },
  faults: ['crash', 'restart', 'drain', 'hang', 'resume', 'isolate', 'rejoin'],
  series,
  process: { restartedBy: ['mode'] },
});

export type BalancerConfig = ConfigOf<typeof spec.fields>;

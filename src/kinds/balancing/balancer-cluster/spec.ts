/** A balancer cluster's settings, and what its card shows. */
import {
  type AnyConfig,
  choice,
  duration,
  integer,
  part,
  table,
  toggle,
} from '../../../document/field.ts';
import { type ConfigOf, defineSpec } from '../../../document/spec.ts';
import { entry } from './entry.ts';
import { vrrp } from './protocol.ts';

/** The kind that it holds. */
const BALANCER = 'load-balancer';
/** So many take part in the election: each hears all others. */
export const MOST_ROUTERS = 8;
/** The priority of a balancer that the settings do not name. */
const USUAL_PRIORITY = 100;

/** Between machines in the same room, in milliseconds. */
const LATENCY = { dist: 'constant', value: 0.2 } as const;

const isVrrp = (config: AnyConfig): boolean => config.mode !== 'dns';
const isDns = (config: AnyConfig): boolean => config.mode === 'dns';

export const spec = defineSpec({
  ...entry,
  fields: {
    mode: choice({
      key: 'm',
      label: 'Mode',
      help: 'Active/passive: one balancer has the address, the others wait for it. Active/active: each has its own, and callers get one of them from DNS.',
      default: 'vrrp',
      options: { vrrp: 'Active/passive: VRRP', dns: 'Active/active: DNS' },
    }),
    ttl: duration({
      key: 't',
      label: 'Time to live',
      help: 'How long a caller keeps the address that it got from DNS, be it that of a balancer that has died.',
      default: 30_000,
      min: 0,
      max: 86_400_000,
      shownWhen: isDns,
    }),
    checkTime: duration({
      key: 'c',
      label: 'Check takes',
      help: 'How long it takes until a balancer that is down is out of the answers of DNS, or one that is back is in them.',
      default: 10_000,
      min: 0,
      max: 3_600_000,
      shownWhen: isDns,
    }),
    interval: duration({
      key: 'i',
      label: 'Advertisement interval',
      help: 'How often the active balancer says that it is there. After three intervals of silence, and a bit, a standby takes over.',
      default: 1000,
      min: 10,
      max: 255_000,
      shownWhen: isVrrp,
    }),
    priorities: table({
      key: 'p',
      label: 'Priorities',
      help: 'Among those that are there the highest is active. Balancers that are not listed have 100.',
      columns: {
        balancer: part({
          key: 'b',
          label: 'Balancer',
          help: 'One of the balancers in this cluster.',
          fits: ({ kind }) => kind === BALANCER,
          mustBe: 'a load balancer',
          whileEmpty: 'Choose a balancer. Until then the row is passed over.',
        }),
        priority: integer({
          key: 'p',
          label: 'Priority',
          help: '255 takes the address whenever it is there.',
          default: USUAL_PRIORITY,
          min: 1,
          max: 255,
        }),
      },
      each: 'priority',
      most: MOST_ROUTERS,
      shownWhen: isVrrp,
    }),
    preempt: toggle({
      key: 'e',
      label: 'Take it back',
      help: 'A balancer that comes back takes the address from one of lower priority (preempt). Off leaves it where it is.',
      default: true,
      shownWhen: isVrrp,
    }),
    announceTime: duration({
      key: 'a',
      label: 'Announcement takes',
      help: 'How long it takes after a takeover until everybody sends to the new balancer (gratuitous ARP).',
      default: 5,
      max: 60_000,
      shownWhen: isVrrp,
    }),
    version: choice({
      key: 'v',
      label: 'VRRP version',
      help: 'What a standby waits beyond three intervals is part of a second in version 2, and part of an interval in version 3.',
      default: 'v3',
      options: { v2: '2', v3: '3' },
      shownWhen: isVrrp,
    }),
  },
  faults: [],
  process: { restartedBy: ['mode'] },
  frame: {
    ...entry.frame,
    holds: ({ kind, frame }) => kind === BALANCER || frame?.isTransparent === true,
    inner: {
      protocol: vrrp,
      pairs: (members) => {
        const routers = members.slice(0, MOST_ROUTERS);
        return routers.flatMap((from) =>
          routers.flatMap((to) => (from === to ? [] : [[from, to] as const])),
        );
      },
      latency: () => LATENCY,
    },
  },
});

export type ClusterConfig = ConfigOf<typeof spec.fields>;

/** The priority that the settings give a balancer; the first row that names it counts. */
export function priorityOf({ priorities }: ClusterConfig, id: string): number {
  return priorities.find(({ balancer }) => balancer === id)?.priority ?? USUAL_PRIORITY;
}

export interface MemberReport {
  readonly name: string;
  /**
   * It has the address, waits for it, or cannot take it. With DNS: its address is in the answer,
   * not yet again, not any more; or it still is, and nobody is there.
   */
  readonly part: 'active' | 'standby' | 'down' | 'stale';
}

export interface ClusterObservation {
  readonly state: string;
  readonly members: readonly MemberReport[];
  /** To whom packets for the address go; null for nobody yet. */
  readonly holder: string | null;
  /** How long nobody has had the address by now; null while somebody does. */
  readonly outMs: number | null;
  /** How long the last takeover took; null before the first. */
  readonly takeoverMs: number | null;
}

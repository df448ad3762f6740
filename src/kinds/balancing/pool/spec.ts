/** A pool: the frame around the backends of one balancer. An edge to it is an edge to each of its members, also to later ones. */
import { type ConfigOf, defineSpec } from '../../../document/spec.ts';

export const spec = defineSpec({
  kind: 'pool',
  key: 'po',
  family: 'balancing',
  title: 'Pool',
  summary: 'A frame around backends: every member gets traffic.',
  icon: 'group',
  fields: {},
  gives: [],
  takes: ['request'],
  faults: [],
  frame: {
    size: [256, 320],
    holds: (member) => member.frame === undefined && member.takes.includes('request'),
  },
});

export type PoolConfig = ConfigOf<typeof spec.fields>;

export interface PoolObservation {
  readonly state: string;
}

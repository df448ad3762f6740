/**
 * A pool: the frame around the backends of one balancer. An edge to it is an edge to each of its
 * members, also to later ones.
 */
import { type ConfigOf, defineSpec } from '../../../document/spec.ts';
import { http } from '../../shared/http.ts';
import { entry } from './entry.ts';

export const spec = defineSpec({
  ...entry,
  fields: {},
  faults: [],
  frame: {
    ...entry.frame,
    holds: ({ frame, takes }) =>
      frame === undefined ? takes.some(({ id }) => id === http.id) : frame.isTransparent === true,
  },
});

export type PoolConfig = ConfigOf<typeof spec.fields>;

export interface PoolObservation {
  readonly state: string;
}

/** A pool shows its members; it has no picture of its own. */
import type { Picture } from '../../../lib/picture.ts';
import type { PoolObservation } from './spec.ts';

export const picture: Picture<PoolObservation> = {
  words: () => 'backends',
  utilization: () => null,
  draw: () => [],
};

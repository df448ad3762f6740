/** A zone says how many parts share its fate; it has no picture of its own. */
import type { Picture } from '../../../lib/picture.ts';
import type { ZoneObservation } from './spec.ts';

export const picture: Picture<ZoneObservation> = {
  words: ({ isLost, members }) => (isLost ? 'down' : members === 1 ? '1 part' : `${members} parts`),
  utilization: () => null,
  draw: () => [],
};

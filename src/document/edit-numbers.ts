/** What no document may hold must not get into one by hand either. */
import { LIMITS } from './limits.ts';
import { show } from './words.ts';

interface Numbers {
  positions?: readonly (readonly [number, number])[];
  sizes?: readonly (readonly [number, number])[];
}

/** A sentence about the first position or size that no document may hold; null when all may be. */
export function findBadNumber({ positions = [], sizes = [] }: Numbers): string | null {
  const far = positions.flat().find((x) => !(Math.abs(x) <= LIMITS.distance));
  if (far !== undefined) return `The position ${show(far)} is beyond the edge of the table.`;
  const size = sizes.flat().find((x) => !(x >= LIMITS.smallest && x <= LIMITS.distance));
  if (size !== undefined) return `A frame cannot be ${show(size)} wide or high.`;
  return null;
}

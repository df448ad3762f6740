/** A server at a glance: its slots, and the line of those waiting stacked beside them. */
import type { Picture } from '../../../lib/picture.ts';
import {
  drawStation,
  stationPicture,
  stationWords,
  waitingWords,
} from '../../shared/picture-station.ts';
import type { ServerObservation } from './spec.ts';

export const picture: Picture<ServerObservation> = {
  ...stationPicture,
  suffers: (seen) => ({ ...stationPicture.suffers(seen), ...(seen.lies && { lie: 1 }) }),
  words: (seen) => stationWords(seen, [isShared(seen) ? sharingWords(seen) : waitingWords(seen)]),
  draw: (seen, box) => drawStation(seen, box, 'compute'),
};

/** Nobody waits: all inside share the slots. */
function isShared({ discipline, waiting }: ServerObservation): boolean {
  return discipline === 'processor-sharing' && waiting > 0;
}

function sharingWords({ busy, waiting }: ServerObservation): string {
  return `${busy + waiting} sharing`;
}

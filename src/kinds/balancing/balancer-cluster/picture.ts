/** A cluster at a glance: a full sign for who has the address, open ones for those that wait. */
import type { Shape } from '../../../lib/display-list.ts';
import type { Picture } from '../../../lib/picture.ts';
import type { ClusterObservation, MemberReport } from './spec.ts';

const RADIUS = 3;
const STEP = 12;
const COLUMNS = 4;

export const picture: Picture<ClusterObservation> = {
  words,
  utilization: () => null,
  draw: ({ members }) => members.flatMap(({ part }, at) => sign(part, at)),
};

function words({ state, members, holder, outMs, takeoverMs }: ClusterObservation): string {
  switch (state) {
    case 'unmanned':
      return 'no balancers';
    case 'down':
      return `nobody has the address · ${millis(outMs ?? 0)}`;
    case 'switching':
      return 'the address is on its way';
    case 'split': {
      const names = members.filter(({ part }) => part === 'active').map(({ name }) => name);
      return `split brain · ${names.join(' and ')}`;
    }
    default: {
      const waiting = members.filter(({ part }) => part === 'standby').length;
      const news = takeoverMs === null ? `${waiting} standby` : `took ${millis(takeoverMs)}`;
      return `${holder} active · ${news}`;
    }
  }
}

function millis(amount: number): string {
  return `${Math.round(amount)} ms`;
}

function sign(part: MemberReport['part'], place: number): Shape[] {
  const x = 6 + STEP * (place % COLUMNS);
  const y = 6 + STEP * Math.floor(place / COLUMNS);
  const cross = { s: 'line', stroke: 'bad', width: 1.5 } as const;
  switch (part) {
    case 'active':
      return [{ s: 'circle', x, y, r: RADIUS, fill: 'ok' }];
    case 'standby':
      return [{ s: 'circle', x, y, r: RADIUS - 0.5, stroke: 'edge', width: 1.5 }];
    case 'down':
      return [
        { ...cross, points: [x - 2.5, y - 2.5, x + 2.5, y + 2.5] },
        { ...cross, points: [x - 2.5, y + 2.5, x + 2.5, y - 2.5] },
      ];
    default:
      return part satisfies never;
  }
}

/** A cluster at a glance: a full sign for who has the address, open ones for those that wait. */
import type { Shape } from '../../../lib/display-list.ts';
import type { Picture } from '../../../lib/picture.ts';
import type { ClusterObservation, MemberReport } from './spec.ts';

const RADIUS = 3;
const STEP = 12;
const COLUMNS = 4;
/** There is room for so many. */
const MOST = 12;

export const picture: Picture<ClusterObservation> = {
  words,
  utilization: () => null,
  draw: ({ members }) => members.slice(0, MOST).flatMap(({ part }, at) => sign(part, at)),
};

function words({ state, members, holder, outMs, takeoverMs }: ClusterObservation): string {
  const of = (part: MemberReport['part']) => members.filter((member) => member.part === part);
  const active = of('active').length;
  switch (state) {
    case 'unmanned':
      return 'no balancers';
    case 'switching':
      return 'the address is on its way';
    case 'split':
      return `split brain · ${namesOf(of('active'))}`;
    case 'down':
      return outMs === null ? 'all are down' : `nobody has the address · ${millis(outMs)}`;
    case 'whole':
      return `DNS · ${active} active`;
    case 'partial':
      return `DNS · ${active} of ${members.length} active`;
    case 'stale':
      return `DNS still names ${namesOf(of('stale'))}`;
    default:
      return `${holder} active · ${takeoverMs === null ? `${of('standby').length} standby` : `took ${millis(takeoverMs)}`}`;
  }
}

function namesOf(members: readonly MemberReport[]): string {
  return members.map(({ name }) => name).join(' and ');
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
    case 'stale':
    case 'down':
      return [
        { ...cross, points: [x - 2.5, y - 2.5, x + 2.5, y + 2.5] },
        { ...cross, points: [x - 2.5, y + 2.5, x + 2.5, y - 2.5] },
      ];
    default:
      return part satisfies never;
  }
}

/** A cluster says who has its address; it has no picture of its own. */
import type { Picture } from '../../../lib/picture.ts';
import type { ClusterObservation, MemberReport } from './spec.ts';

export const picture: Picture<ClusterObservation> = {
  words,
  utilization: () => null,
  draw: () => [],
};

function words({ state, members, holder, outMs, takeoverMs }: ClusterObservation): string {
  const of = (part: MemberReport['part']) => members.filter((member) => member.part === part);
  const active = of('active').length;
  switch (state) {
    case 'unmanned':
      return 'no balancers';
    case 'switching':
      return 'switching over';
    case 'split':
      return 'split brain';
    case 'down':
      return outMs === null ? 'all are down' : `out for ${millis(outMs)}`;
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

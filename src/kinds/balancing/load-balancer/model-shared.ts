/**
 * What the balancer does alike in both layers: its port, its judgement of the backends, and its
 * part in a cluster.
 */
import type { SimEvent } from '../../../sim/machine.ts';
import type { Sim } from '../../../sim/sim.ts';
import type { BalancerContext } from './context.ts';
import { report, say } from './membership.ts';
import { reconsider, takeUpWatch } from './opinions.ts';

type Act = (context: BalancerContext, event: SimEvent, params: unknown, sim: Sim) => void;
type Guard = (context: BalancerContext) => boolean;

const openPort: Act = (context, _event, _params, sim) => {
  sim.listen(true);
  takeUpWatch(context, sim);
  report(context, 'serving', sim);
};
const closePort: Act = (context, _event, _params, sim) => {
  sim.listen(false);
  report(context, 'gone', sim);
};
const join: Act = (context) => {
  context.isMember = true;
};
const greet: Act = (context, _event, _params, sim) => report(context, 'serving', sim);
const decline: Act = (context, _event, _params, sim) => report(context, 'gone', sim);
const leave: Act = (context, _event, _params, sim) => report(context, 'leaving', sim);
const sayIt: Act = (_context, event, _params, sim) => say(event, sim);
const judge = (context: BalancerContext): void => reconsider(context);

const hasNobody: Guard = ({ sick, wanted }) => sick === wanted;
const hasSick: Guard = ({ sick, wanted }) => sick > 0 && sick < wanted;
const isWhole: Guard = ({ sick, wanted }) => sick === 0 && wanted > 0;

export const sharedActions = {
  openPort,
  closePort,
  judge,
  join,
  greet,
  decline,
  leave,
  say: sayIt,
};
export const sharedGuards = { hasNobody, hasSick, isWhole };
export const sharedDelays = {
  bootTime: (context: BalancerContext) => context.settings.bootTime * 1000,
};

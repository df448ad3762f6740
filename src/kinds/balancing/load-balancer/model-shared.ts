/** What the balancer does alike in both layers: its port, and its judgement of the backends. */
import type { Sim } from '../../../sim/sim.ts';
import { type BalancerContext, countSick, takeUpWatch } from './context.ts';

type Act = (context: BalancerContext, event: unknown, params: unknown, sim: Sim) => void;
type Guard = (context: BalancerContext) => boolean;

const openPort: Act = (context, _event, _params, sim) => {
  sim.listen(true);
  takeUpWatch(context, sim);
};
const closePort: Act = (_context, _event, _params, sim) => sim.listen(false);
const judge = (context: BalancerContext): void => countSick(context);

const hasNobody: Guard = ({ sick, backends }) => sick === backends.length;
const hasSick: Guard = ({ sick, backends }) => sick > 0 && sick < backends.length;
const isWhole: Guard = ({ sick, backends }) => sick === 0 && backends.length > 0;

export const sharedActions = { openPort, closePort, judge };
export const sharedGuards = { hasNobody, hasSick, isWhole };
export const sharedDelays = {
  bootTime: (context: BalancerContext) => context.settings.bootTime * 1000,
};

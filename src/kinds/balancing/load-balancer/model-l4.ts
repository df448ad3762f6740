/**
 * Layer 4: a switchboard. When a call comes in it picks a line once and plugs the two together;
 * from then on it passes on every word without listening. Each connection keeps its backend
 * whatever is asked over it, and what is lost cannot be asked again. To the backend every packet
 * comes from the balancer's own address, from a port of its NAT table by which answers find their
 * way back.
 */

import type { MachineModelOf, SimEvent } from '../../../sim/machine.ts';
import type { Sim } from '../../../sim/sim.ts';
import type { Cause } from '../../../sim/types.ts';
import { connectionOf, messageOf } from '../../shared/events.ts';
import { checkLost } from './checks.ts';
import { type BalancerContext, backendOf } from './context.ts';
import { adopt, forgetAll, sweep } from './l4-endings.ts';
import {
  admit,
  endFlow,
  legFailed,
  openFlow,
  passBack,
  passBackDropped,
  passCancel,
  refuse,
  translate,
} from './l4-flows.ts';
import { l4Machine } from './machine.ts';
import { sharedActions, sharedDelays, sharedGuards } from './model-shared.ts';
import { flowOf } from './nat.ts';

export const l4: MachineModelOf<typeof l4Machine, BalancerContext, SimEvent, Sim> = {
  machine: l4Machine,
  actions: {
    ...sharedActions,
    openFlow: (context, event, _params, sim) => openFlow(context, connectionOf(event), sim),
    refuse: (context, event, _params, sim) => {
      const cause: Cause = { why: 'state', node: sim.self, key: '', at: sim.now };
      refuse(context, connectionOf(event), { reason: 'connection-refused', cause }, sim);
    },
    admit: (context, event, _params, sim) => admit(context, connectionOf(event), sim),
    tryNext: (context, event, _params, sim) => {
      const leg = connectionOf(event);
      const flow = flowOf(context.flows, leg);
      if (flow !== undefined) legFailed(context, flow, sim);
      else checkLost(backendOf(context, leg), leg, null, sim);
    },
    translate: (context, event, _params, sim) =>
      translate(context, messageOf(event), connectionOf(event), sim),
    forward: (context, event, _params, sim) =>
      passBack(context, messageOf(event), connectionOf(event), sim),
    forwardDropped: (context, event, _params, sim) =>
      passBackDropped(context, messageOf(event), connectionOf(event), sim),
    forwardCancelled: (context, event, _params, sim) =>
      passCancel(context, messageOf(event), connectionOf(event), sim),
    endFlow: (context, event, _params, sim) => endFlow(context, connectionOf(event), 'close', sim),
    abortFlow: (context, event, _params, sim) =>
      endFlow(context, connectionOf(event), 'reset', sim),
    sweep: (context, _event, _params, sim) => sweep(context, sim),
    adopt: (context, _event, _params, sim) => adopt(context, sim),
    forgetAll: (context, _event, _params, sim) => forgetAll(context, sim),
  },
  guards: {
    ...sharedGuards,
    isDone: (context) => context.flows.size === 0,
  },
  delays: sharedDelays,
};

/**
 * Layer 7: a clerk who takes your letter, reads it, and writes one of his own to whichever
 * colleague should answer. The client's connection (and TLS) ends here; every request is decided on
 * its own and goes on as a new message over one of the balancer's own connections, which are kept
 * open for the next. Because the clerk still holds your letter, he can try another colleague.
 */
import type { MachineModelOf, SimEvent } from '../../../sim/machine.ts';
import type { Sim } from '../../../sim/sim.ts';
import { connectionOf, messageOf } from '../../shared/events.ts';
import { type BalancerContext, countRefusal } from './context.ts';
import { adopt, closeIdle, dropAll, frontEnded, requestCancelled, sweep } from './l7-endings.ts';
import {
  answer,
  childDropped,
  configCause,
  connectFailed,
  frontOf,
  legEnded,
  ready,
  route,
} from './l7-requests.ts';
import { l7Machine } from './machine.ts';
import { sharedActions, sharedDelays, sharedGuards } from './model-shared.ts';

export const l7: MachineModelOf<typeof l7Machine, BalancerContext, SimEvent, Sim> = {
  machine: l7Machine,
  actions: {
    ...sharedActions,
    admit: (context, event, _params, sim) => {
      const connection = connectionOf(event);
      frontOf(context, connection);
      sim.accept(connection);
    },
    refuse: (context, event, _params, sim) => {
      countRefusal(context, 'connection-refused');
      const connection = connectionOf(event);
      // What cannot be read is refused because of this setting; anything else because of the state.
      if (connection.tls && !context.settings.tls) sim.refuse(connection, configCause(sim, 'tls'));
      else sim.refuse(connection);
    },
    route: (context, event, _params, sim) =>
      route(context, messageOf(event), connectionOf(event), sim),
    answer: (context, event, _params, sim) =>
      answer(context, messageOf(event), connectionOf(event), sim),
    failed: (context, event, _params, sim) =>
      childDropped(context, messageOf(event), connectionOf(event), sim),
    cancel: (context, event, _params, sim) => requestCancelled(context, messageOf(event), sim),
    sendWaiting: (context, event, _params, sim) => ready(context, connectionOf(event), sim),
    connectFailed: (context, event, _params, sim) =>
      connectFailed(context, connectionOf(event), sim),
    hangUp: (context, event, _params, sim) => {
      const connection = connectionOf(event);
      if (connection.isOpener) legEnded(context, connection, sim);
      else frontEnded(context, connection, sim);
    },
    sweep: (context, _event, _params, sim) => sweep(context, sim),
    adopt: (context, _event, _params, sim) => adopt(context, sim),
    closeIdle: (context, _event, _params, sim) => closeIdle(context, sim),
    dropAll: (context, _event, _params, sim) => dropAll(context, sim),
  },
  guards: {
    ...sharedGuards,
    isDone: (context) => context.serving.length === 0 && context.fronts.size === 0,
    isUnreadable: (context, event) => connectionOf(event).tls && !context.settings.tls,
  },
  delays: sharedDelays,
};

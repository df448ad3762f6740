/**
 * Passive detection as nginx does it: no probes, only what happens to real traffic. `maxFails`
 * failures within `failTimeout` take a backend out for as long; then one request may try it. Time
 * is kept in whole seconds: with 3 s, a backend that failed at 0.9 s is back at 4.0 s, because a
 * second counts as over only when the clock's seconds differ by more than 3. Source: nginx 1.22
 * (ngx_http_upstream_round_robin.c).
 */
import type { MachineModelOf, SimEvent } from '../../../sim/machine.ts';
import type { Sim } from '../../../sim/sim.ts';
import { type Backend, HEALTH, judge } from '../shared/backend.ts';
import { backendMachine } from './health-machines.ts';

const SECOND = 1_000_000;

const HEALTH_CHANGED: SimEvent = Object.freeze({ type: 'health' });

export const backend: MachineModelOf<typeof backendMachine, Backend, SimEvent, Sim> = {
  machine: backendMachine,
  actions: {
    setHealth: (context, _event, { health }) => {
      context.health = HEALTH[health];
      judge(context);
    },
    countFailure: (context, _event, _params, sim) => {
      context.fails++;
      context.failedSecond = Math.floor(sim.now / SECOND);
      startPenalty(context, sim);
    },
    giveChance: (context, _event, _params, sim) => {
      if (Math.floor(sim.now / SECOND) - context.checkedSecond > context.failSeconds) {
        startPenalty(context, sim);
      }
    },
    forgive: (context) => {
      context.fails = 0;
    },
    // Its own time brought it here, so the node does not know yet; its state says whether anybody
    // is left.
    announce: (_context, _event, _params, sim) => sim.tell('main', '', HEALTH_CHANGED),
  },
  guards: {
    isLastStraw: (context) => context.fails + 1 >= context.maxFails,
    hasProvedItself: (context) => context.failedSecond < context.checkedSecond,
  },
  delays: { penalty: (context) => context.penaltyMicros },
};

function startPenalty(context: Backend, sim: Sim): void {
  const second = Math.floor(sim.now / SECOND);
  context.checkedSecond = second;
  context.penaltyMicros = (second + context.failSeconds + 1) * SECOND - sim.now;
}

/**
 * Active checks as HAProxy decides by them: `fall` failures in a row take a backend out, `rise`
 * successes in a row bring it back, and the first check of all decides alone (HAProxy starts a
 * server one failed check away from DOWN). The moment of the first check is drawn, so that a
 * balancer does not knock at every door at once. Source: HAProxy 2.6 (check.c).
 */
import type { MachineModelOf, SimEvent } from '../../../sim/machine.ts';
import type { Sim } from '../../../sim/sim.ts';
import { type Backend, judge } from '../shared/backend.ts';
import type { Check, Verdict } from '../shared/check.ts';
import { beginCheck, endCheck } from './checks.ts';
import { healthMachine } from './health-machines.ts';

const HEALTH_CHANGED: SimEvent = Object.freeze({ type: 'health' });
const DUE: SimEvent = Object.freeze({ type: 'due' });

/** A backend has a check for as long as it has this machine. */
const checkIn = (backend: Backend): Check => backend.check as Check;

export const health: MachineModelOf<typeof healthMachine, Backend, SimEvent, Sim> = {
  machine: healthMachine,
  actions: {
    check: (backend, _event, _params, sim) => beginCheck(backend, checkIn(backend), sim),
    countPass: (backend) => {
      const check = checkIn(backend);
      check.passes++;
      check.fails = 0;
    },
    countFailure: (backend, _event, _params, sim) => {
      const check = checkIn(backend);
      if (check.connection !== null) giveUp(check, sim);
      check.fails++;
      check.passes = 0;
    },
    rest: (backend, _event, _params, sim) => {
      const cause = { why: 'state', node: sim.self, key: '' } as const;
      endCheck(checkIn(backend), 'cancelled', cause, sim);
    },
    conclude: (backend, _event, { verdict }, sim) => {
      const check = checkIn(backend);
      check.verdict = verdict;
      if (verdict !== 'draining') planNext(check, sim);
      const isOut = keepsOut(verdict, check);
      if (isOut === check.isOut) return;
      check.isOut = isOut;
      check.outSince = sim.now;
      if (!isOut) backend.warmFrom = sim.now;
      judge(backend);
      // Who else is in use may change with it, and the state of the node.
      sim.tell('main', '', HEALTH_CHANGED);
    },
  },
  guards: {
    isLastStraw: ({ check }) => check !== null && check.fails + 1 >= check.settings.fall,
    isProved: ({ check }) => check !== null && check.passes + 1 >= check.settings.rise,
  },
  delays: {},
};

/** It takes too long. */
function giveUp(check: Check, sim: Sim): void {
  const cause = { why: 'config', node: sim.self, field: 'checkTimeout' } as const;
  endCheck(check, 'timeout', cause, sim);
  check.lastAt = sim.now;
  check.lastWords = 'timeout';
}

function keepsOut(verdict: Verdict, { settings }: Check): boolean {
  if (verdict === 'untested') return !settings.isInFirst;
  return verdict === 'unhealthy' || verdict === 'recovering';
}

function planNext(check: Check, sim: Sim): void {
  const { interval, fastInterval } = check.settings;
  const { verdict } = check;
  const isChanging = verdict === 'failing' || verdict === 'recovering';
  const wait =
    verdict === 'untested'
      ? Math.round(interval * sim.random(check.stream))
      : isChanging
        ? fastInterval
        : interval;
  check.dueTimer = sim.schedule(wait, DUE);
}

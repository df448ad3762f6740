/** From a balancer's context to what its picture is drawn from. */
import type { NodeView } from '../../../sim/model.ts';
import type { Micros } from '../../../sim/types.ts';
import { type Backend, HEALTH, isBarred } from '../shared/backend.ts';
import { lastsFor } from '../shared/ejection.ts';
import type { OutReport } from '../shared/out.ts';
import type { BalancerContext } from './context.ts';
import type { BackendReport, BalancerObservation, HealthWord } from './observation.ts';

export function observe(context: BalancerContext, view: NodeView): BalancerObservation {
  const { settings } = context;
  const isL4 = settings.mode === 'l4';
  return {
    state: view.state,
    hung: view.hung,
    mode: settings.mode,
    algorithm: settings.algorithm,
    backends: reportBackends(context, view.now),
    connections: isL4 ? context.flows.size : context.fronts.size,
    backendConnections: isL4 ? context.flows.size : countLegs(context),
    natEntries: context.flows.size,
    natPorts: isL4 ? context.ports.taken.length : 0,
    serving: context.serving.length,
    refusals: { ...context.refusals },
    panics: context.groups.some(({ primary, backup }) => primary.panics || backup.panics),
  };
}

/** Each with its share of all choices so far. */
export function reportBackends(context: BalancerContext, now: Micros): BackendReport[] {
  const total = context.backends.reduce((sum, backend) => sum + backend.picks, 0);
  return context.backends.map((backend) => ({
    id: backend.id,
    name: backend.name,
    health: healthWord(backend),
    isWanted: backend.enrolled,
    isUp: backend.isUp,
    out: outOf(backend, now),
    backup: backend.backup,
    active: backend.active,
    picks: backend.picks,
    share: total === 0 ? 0 : backend.picks / total,
  }));
}

function healthWord(backend: Backend): HealthWord {
  if (backend.weight === 0 || !backend.enrolled) return 'drained';
  const { check, ejection } = backend;
  if (ejection?.isOut) return 'ejected';
  if (check !== null && isBarred(backend)) {
    return check.verdict === 'recovering' ? 'recovering' : 'unhealthy';
  }
  if (check?.verdict === 'failing') return 'failing';
  if (backend.lone || backend.health === HEALTH.healthy) return 'healthy';
  if (backend.health === HEALTH.failing) return 'failing';
  return backend.health === HEALTH.unhealthy ? 'unhealthy' : 'recovering';
}

function outOf(backend: Backend, now: Micros): OutReport | null {
  const { ejection, check } = backend;
  if (ejection?.isOut) {
    const left = ejection.outSince + lastsFor(ejection) - now;
    return { by: 'ejection', leftMs: left / 1000 };
  }
  if (check?.isOut) return { by: 'checks', forMs: (now - check.outSince) / 1000 };
  if (backend.isUp) return null;
  const until = (backend.checkedSecond + backend.failSeconds + 1) * 1_000_000;
  return { by: 'failures', leftMs: Math.max(0, until - now) / 1000 };
}

/** L7's own connections to its backends. */
export function countLegs(context: BalancerContext): number {
  return context.backends.reduce((sum, { calls }) => sum + calls.lines.size, 0);
}

/** From a balancer's context to what its picture is drawn from. */
import type { NodeView } from '../../../sim/model.ts';
import { type Backend, HEALTH, isBarred } from '../shared/backend.ts';
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
    backends: reportBackends(context),
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
export function reportBackends(context: BalancerContext): BackendReport[] {
  const total = context.backends.reduce((sum, backend) => sum + backend.picks, 0);
  return context.backends.map((backend) => ({
    id: backend.id,
    name: backend.name,
    health: healthWord(backend),
    isWanted: backend.enrolled,
    isUp: backend.isUp,
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

/** L7's own connections to its backends. */
export function countLegs(context: BalancerContext): number {
  return context.backends.reduce((sum, { calls }) => sum + calls.lines.size, 0);
}

/**
 * A load balancer is one kind with two minds: as layer 4 it plugs connections together, as layer 7
 * it reads requests and sends its own. They are different machines over the same table of backends;
 * changing the mode restarts the node with the other one.
 */
import type { Model } from '../../../sim/model.ts';
import { backend } from './backend-health.ts';
import {
  type BalancerContext,
  configureContext,
  createContext,
  SERIES,
  setBackends,
} from './context.ts';
import { ejection } from './ejection.ts';
import { health } from './health.ts';
import { heldByL7 } from './l7-endings.ts';
import { l4 } from './model-l4.ts';
import { l7 } from './model-l7.ts';
import type { BalancerObservation } from './observation.ts';
import { observe } from './observe.ts';
import { type BalancerConfig, series } from './spec.ts';

export const model: Model<BalancerContext, BalancerConfig, BalancerObservation> = {
  kind: 'load-balancer',
  machines: { l4, l7, backend, health, ejection },
  main: (config) => config.mode,
  series,
  context: createContext,
  configure: configureContext,
  connectTo(context, links, sim) {
    setBackends(context, links, sim.now);
    for (const { node } of links) sim.count(SERIES.requests, 0, node);
  },
  observe,
  // Layer 4 passes packets on at once: it holds none.
  held: (context) => (context.settings.mode === 'l7' ? heldByL7(context) : []),
};

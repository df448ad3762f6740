/** What the inspector lists of a server: who is served and who waits. */
import type { NodeView } from '../../../sim/model.ts';
import { inspectStation, type StationDetails } from '../../shared/inspect.ts';
import type { ServerContext } from './model.ts';

export function details(context: ServerContext, view: NodeView): StationDetails {
  return inspectStation(context, view.now);
}

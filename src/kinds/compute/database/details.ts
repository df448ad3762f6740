/** What the inspector lists of a database: its queries, and how far each replica is behind. */
import type { NodeView } from '../../../sim/model.ts';
import { inspectStation, type StationDetails } from '../../shared/inspect.ts';
import { unsentOf } from './feeds.ts';
import type { DatabaseContext } from './model.ts';
import type { ReplicationDetails } from './observation.ts';
import { lagOfFeed } from './truth.ts';

/** How many replicas are listed at most. */
const MOST_REPLICAS = 50;

export function details(
  context: DatabaseContext,
  view: NodeView,
): StationDetails & ReplicationDetails {
  const { replication } = context;
  return {
    ...inspectStation(context, view.now),
    replicas: replication.feeds.slice(0, MOST_REPLICAS).map((feed) => {
      const lag = lagOfFeed(replication, feed, view.now, view);
      return {
        id: String(feed.lane),
        name: view.nameOf(feed.node),
        state: feed.connection?.state ?? 'closed',
        unsent: unsentOf(replication, feed),
        behind: lag.behind,
        lagMs: lag.micros / 1000,
      };
    }),
    replicaCount: replication.feeds.length,
  };
}

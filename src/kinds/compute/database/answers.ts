/** What a database's panel asks for: how far each replica is behind. */
import type { Question } from '../../../document/types.ts';
import type { NodeView } from '../../../sim/model.ts';
import { unsentOf } from './feeds.ts';
import type { DatabaseContext } from './model.ts';
import type { DatabaseAnswers } from './observation.ts';
import { lagOfFeed } from './truth.ts';

/** How many replicas are listed at most. */
const MOST_REPLICAS = 50;

export function answer(
  { about }: Question,
  context: DatabaseContext,
  view: NodeView,
): DatabaseAnswers['replicas'] | null {
  return about === 'replicas' ? replicas(context, view) : null;
}

function replicas({ replication }: DatabaseContext, view: NodeView): DatabaseAnswers['replicas'] {
  const { feeds } = replication;
  return {
    count: feeds.length,
    rows: feeds.slice(0, MOST_REPLICAS).map((feed) => {
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
  };
}

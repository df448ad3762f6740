/**
 * A finished run in one object: what `npm run -s sim -- … --json` prints. Null where a kind has no
 * such figure.
 */
import { tableOf } from '../lib/table.ts';
import { inFlight } from '../sim/world.ts';
import { totalFigures } from './inspect.ts';
import { observationOf, viewOf } from './node-view.ts';
import type { NodeFiguresReport, Stopped } from './report-types.ts';
import { edges, liveNodes } from './reports.ts';
import type { Run } from './run.ts';

export interface NodeSummary extends NodeFiguresReport {
  kind: string;
  /** The main machine's state path. */
  state: string;
  /** What its picture is drawn from, at the end. */
  now: unknown;
}

export interface Summary {
  seed: number;
  simulatedMs: number;
  events: number;
  traceHash: string;
  /** Why it ended before it was to, when a condition of the document made it pause. */
  stopped: Stopped | null;
  /** Over the whole run; `sent` is the sum of the rest. */
  messages: {
    sent: number;
    delivered: number;
    answered: number;
    failed: number;
    dropped: Record<string, number>;
    inFlight: number;
  };
  /**
   * Over the whole run, by edge id: `repeats` counts the segments that TCP sent again, both ways.
   */
  edges: Readonly<Record<string, { perSecond: number; repeats: number }>>;
  /** Figures since the warm-up, by node id. */
  nodes: Readonly<Record<string, NodeSummary>>;
}

export function summarize(run: Run): Summary {
  const { watch } = run.kernel;
  const { counts } = run.kernel.world;
  const nodes: [string, NodeSummary][] = [];
  for (const node of liveNodes(run)) {
    const figures = watch?.at(node.index);
    if (figures === undefined) continue;
    const summary: NodeSummary = {
      kind: node.kind,
      state: viewOf(run.kernel, node).state,
      ...totalFigures(figures, run.now),
      now: observationOf(run.kernel, node),
    };
    nodes.push([node.id, summary]);
  }
  return {
    seed: run.document.seed,
    simulatedMs: run.now / 1000,
    events: run.events,
    traceHash: run.traceHash(),
    stopped: run.stopped,
    messages: {
      sent: counts.sent,
      delivered: counts.delivered,
      answered: counts.answered,
      failed: counts.failed,
      dropped: Object.fromEntries(counts.dropped),
      inFlight: inFlight(counts),
    },
    edges: tableOf(edges(run).map(({ id, perSecond, repeats }) => [id, { perSecond, repeats }])),
    nodes: tableOf(nodes),
  };
}

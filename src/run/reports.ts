/**
 * What a run looks like from outside: words for cards, traffic of edges, marks, counts. All plain
 * data.
 */
import { meanOf } from '../lib/distribution.ts';
import { IS } from '../sim/agenda.ts';
import { countAwaited } from '../sim/backlog.ts';
import { CUT, inFlight, type NodeRecord } from '../sim/world.ts';
import { observationOf } from './node-view.ts';
import type { CardReport, EdgeReport, Mark, MessageCounts } from './report-types.ts';
import type { Run } from './run.ts';
import { lookIn } from './states.ts';

/** Live nodes in order of appearance. */
export function liveNodes(run: Run): NodeRecord[] {
  return run.kernel.world.nodes.filter((node) => !node.gone);
}

const HUNG = { tone: 'down' } as const;

export function cards(run: Run): CardReport[] {
  const out = new Map<string, { by: string; why: string }[]>();
  const reports = liveNodes(run).flatMap((node) => {
    const picture = run.kinds.pictures[node.kind];
    if (picture === undefined) return [];
    const observation = observationOf(run.kernel, node);
    const watch = run.kernel.watch?.at(node.index);
    const over = overOf(run, node, observation);
    for (const { id, why } of picture.keepsOut?.(observation) ?? []) {
      out.set(id, [...(out.get(id) ?? []), { by: node.name, why }]);
    }
    return [
      {
        id: node.id,
        words: node.hung
          ? `hung · ${countAwaited(node.parked)} waiting`
          : picture.words(observation),
        ...(node.hung ? HUNG : lookIn(run, node, run.kernel.stateIn(node.main))),
        utilization: picture.utilization(observation),
        dropped: { ...watch?.dropped },
        erred: { ...watch?.erred },
        completions: watch?.completions ?? 0,
        ...(over.length > 0 && { over }),
      } satisfies CardReport,
    ];
  });
  return reports.map((report) => {
    const by = out.get(report.id);
    return by === undefined ? report : keptOut(report, by);
  });
}

/** It says so itself: what it does, or that it is down, and who sends it nothing. */
function keptOut(report: CardReport, by: readonly { by: string; why: string }[]): CardReport {
  const why = by[0]?.why;
  const says = report.words;
  return {
    ...report,
    words: report.tone === 'down' ? `${says} · ${why}` : `out: ${why} · ${says}`,
    out: by.map((one) => `${one.by}: ${one.why}`),
  };
}

function overOf(run: Run, node: NodeRecord, seen: unknown): string[] {
  const faults = run.scene.faults?.[node.id];
  if (faults === undefined) return [];
  return run.commands.faultsOver(faults, { kinds: run.kinds, kernel: run.kernel, node, seen });
}

const CUT_WORDS = {
  [CUT.none]: null,
  [CUT.forward]: 'forward',
  [CUT.back]: 'back',
  [CUT.both]: 'both',
} as const;

/** Traffic per document edge; `perSecond` is the mean over the whole run. */
export function edges(run: Run): EdgeReport[] {
  const { flights, world } = run.kernel;
  const { lanes } = world;
  const reports = new Map<string, EdgeReport>();
  const seconds = Math.max(run.now, 1) / 1e6;
  for (const lane of lanes) {
    if (lane.gone) continue;
    const report = reports.get(lane.edge) ?? {
      id: lane.edge,
      inFlight: 0,
      perSecond: 0,
      cut: CUT_WORDS[lane.imposed.shut as keyof typeof CUT_WORDS] ?? null,
      lose: lane.imposed.lossy,
      delayMs: lane.imposed.late / 1000,
      repeats: 0,
    };
    report.repeats += lane.repeats;
    report.perSecond += lane.sent / seconds;
    reports.set(lane.edge, report);
  }
  for (let slot = 0; slot < flights.high; slot++) {
    if (flights.is[slot] !== IS.flight) continue;
    const lane = lanes[flights.lane[slot] as number];
    const report = lane && reports.get(lane.edge);
    if (report !== undefined) report.inFlight++;
  }
  return [...reports.values()];
}

export function marks(run: Run): Mark[] {
  return run.document.commands.map((command, index) => ({
    command: index,
    at: Math.round(command.at * 1000),
    skipped: run.skipped[index] ?? null,
  }));
}

export function messages(run: Run): MessageCounts {
  const { counts } = run.kernel.world;
  return {
    sent: counts.sent,
    delivered: counts.delivered,
    answered: counts.answered,
    failed: counts.failed,
    dropped: counts.droppedTotal,
    inFlight: inFlight(counts),
  };
}

/**
 * The speed (simulated seconds per second) at which the median lane's hop takes `seconds`; null
 * without lanes.
 */
export function fitSpeed(run: Run, seconds: number): number | null {
  const means = run.kernel.world.edges
    .map((edge) => meanOf(edge.latency))
    .filter((mean) => mean > 0);
  means.sort((a, b) => a - b);
  const median = means[Math.floor(means.length / 2)];
  return median === undefined ? null : median / 1000 / seconds;
}

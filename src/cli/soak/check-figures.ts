/**
 * Checks that what a run says of itself is one story: sums against totals, edges, cards and charts.
 */
import { cards, edges, messages } from '../../run/reports.ts';
import type { Run } from '../../run/run.ts';
import { series } from '../../run/series.ts';
import { summarize } from '../../run/summary.ts';
import { type Check, found, freshRun, inMs, momentIn } from './check.ts';
import { figuresByNode } from './kernel-audit.ts';

const ROUNDING = 1e-9;

export const figures: Check = {
  name: 'figures',
  about:
    'Figures agree with each other: sums with totals, levels with their limits, charts with counts.',
  find(trial, chance) {
    const run = freshRun(trial);
    for (const at of [momentIn(trial, chance), trial.until].toSorted((a, b) => a - b)) {
      run.seek(at);
      const wrong = [
        ...wrongTotals(run),
        ...wrongNodes(run),
        ...wrongShown(run),
        ...wrongCharts(run),
      ];
      if (wrong.length > 0) return found(trial, `At ${inMs(at)} ${wrong.slice(0, 4).join('; ')}.`);
    }
    return null;
  },
};

function wrongTotals(run: Run): string[] {
  const { sent, delivered, answered, failed, dropped, inFlight } = summarize(run).messages;
  const total = messages(run);
  const lost = sumOf(Object.values(dropped));
  const wrong: string[] = [];
  if (lost !== total.dropped) wrong.push(`${lost} dropped by reason and ${total.dropped} in all`);
  if (sent !== delivered + answered + failed + lost + inFlight) {
    wrong.push(
      `${sent} sent are ${delivered + answered + failed + lost} ended and ${inFlight} not`,
    );
  }
  if (inFlight < 0) wrong.push(`${inFlight} in flight`);
  if (inFlight !== total.inFlight) wrong.push(`${inFlight} and ${total.inFlight} in flight`);
  const nodes = figuresByNode(run);
  if (nodes === null) return wrong;
  for (const reason of Object.keys(dropped)) {
    const byNode = sumOf(
      nodes.map((node) => (Object.hasOwn(node.dropped, reason) ? (node.dropped[reason] ?? 0) : 0)),
    );
    // What parts say among themselves counts in no figure of a node.
    const isMixed = (run.kernel.watch?.background.length ?? 0) > 0;
    if (isMixed ? byNode > (dropped[reason] ?? 0) : byNode !== dropped[reason]) {
      wrong.push(`${dropped[reason]} dropped as ${reason}, ${byNode} of them at nodes`);
    }
  }
  return wrong;
}

function wrongNodes(run: Run): string[] {
  return (figuresByNode(run) ?? []).flatMap((node) => {
    const { id, arrivals, completions, inSystem, measured } = node;
    const wrong: string[] = [];
    if (inSystem < 0) wrong.push(`${inSystem} are in the system of ${id}`);
    if (completions + inSystem > arrivals) {
      wrong.push(`${arrivals} came to ${id}, ${completions} are done and ${inSystem} still there`);
    }
    if (measured !== completions) {
      wrong.push(`${completions} are done at ${id} and ${measured} response times measured`);
    }
    if (node.isGone && inSystem !== 0) wrong.push(`${inSystem} are in ${id}, which is gone`);
    return wrong;
  });
}

function wrongShown(run: Run): string[] {
  const wrong: string[] = [];
  for (const { id, utilization } of cards(run)) {
    if (utilization !== null && !isShare(utilization))
      wrong.push(`the card of ${id} is ${utilization} full`);
  }
  for (const [id, node] of Object.entries(summarize(run).nodes)) {
    const { utilization, meanInSystem, throughputPerSecond, responseMs, waitingMs } = node;
    if (utilization !== null && !isShare(utilization)) wrong.push(`${id} is used ${utilization}`);
    for (const figure of [meanInSystem, throughputPerSecond]) {
      if (figure !== null && !(figure >= 0)) wrong.push(`a figure of ${id} is ${figure}`);
    }
    for (const { mean, p50, p95, p99 } of [responseMs, waitingMs]) {
      const steps = [0, p50 ?? 0, p95 ?? 0, p99 ?? 0];
      if (!steps.every((step, i) => step >= (steps[i - 1] ?? 0)) || (mean ?? 0) < 0) {
        wrong.push(`percentiles of ${id} are ${p50}, ${p95}, ${p99}, its mean ${mean}`);
      }
    }
  }
  for (const { id, inFlight, perSecond } of edges(run)) {
    const sent = (perSecond * Math.max(run.now, 1)) / 1e6;
    if (inFlight < 0 || Math.abs(sent - Math.round(sent)) > 1e-3) {
      wrong.push(`${sent} were sent along ${id}, and ${inFlight} travel`);
    }
  }
  return wrong;
}

/** Over the whole run, in one bucket or in many: what the charts add up to is what is counted. */
function wrongCharts(run: Run): string[] {
  const wrong: string[] = [];
  const byId = new Map(summarizeCompletions(run));
  for (const [id, completions] of byId) {
    const window = { nodes: [id], from: 0, to: run.now };
    const [fine, coarse] = [900, 7].map((points) => {
      const { throughput, bucketMicros } = series(run, { ...window, points });
      return sumOf(throughput.map((each) => (each ?? 0) * (bucketMicros / 1e6)));
    });
    if ((fine ?? 0) > completions + 1e-6) {
      wrong.push(`the chart of ${id} adds up to ${fine}, and ${completions} are done`);
    }
    // The newest point of a coarse chart may have fewer buckets than it is wide.
    if ((coarse ?? 0) + 1e-6 < (fine ?? 0)) {
      wrong.push(`the charts of ${id} add up to ${fine} and ${coarse}`);
    }
  }
  return wrong;
}

function summarizeCompletions(run: Run): [string, number][] {
  return cards(run).map(({ id, completions }) => [id, completions]);
}

function isShare(value: number): boolean {
  return value >= 0 && value <= 1 + ROUNDING;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

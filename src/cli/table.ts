/** The summary for people: one line of messages, one row per node. */
import { formatDuration, formatNumber } from '../lib/duration.ts';
import type { NodeSummary, Summary } from '../run/summary.ts';

const COLUMNS: readonly [string, (id: string, node: NodeSummary) => string][] = [
  ['node', (id) => id],
  ['kind', (_, node) => node.kind],
  ['state', (_, node) => node.state],
  ['per second', (_, node) => figure(node.throughputPerSecond)],
  [
    'used',
    (_, node) => (node.utilization === null ? '–' : `${formatNumber(node.utilization * 100)} %`),
  ],
  ['in progress', (_, node) => figure(node.meanInSystem)],
  ['mean', (_, node) => time(node.responseMs.mean)],
  ['p50', (_, node) => time(node.responseMs.p50)],
  ['p95', (_, node) => time(node.responseMs.p95)],
  ['p99', (_, node) => time(node.responseMs.p99)],
  ['waiting', (_, node) => time(node.waitingMs.mean)],
  ['dropped', (_, node) => reasons(node.dropped)],
];

export function table(title: string, summary: Summary): string {
  const { messages, stopped } = summary;
  const repeats = Object.values(summary.edges).reduce((sum, edge) => sum + edge.repeats, 0);
  const rows = Object.entries(summary.nodes).map(([id, node]) =>
    COLUMNS.map(([, cell]) => cell(id, node)),
  );
  const lines = [COLUMNS.map(([name]) => name), ...rows];
  const widths = COLUMNS.map((_, column) =>
    Math.max(...lines.map((row) => row[column]?.length ?? 0)),
  );
  const text = lines.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [
    `${title} · seed ${summary.seed} · ${formatDuration(summary.simulatedMs)} · ${summary.events} events · code ${summary.traceHash}`,
    `${messages.sent} sent: ${messages.answered} answered, ${messages.failed} failed, ${messages.delivered} delivered, dropped ${reasons(messages.dropped)}, ${messages.inFlight} in flight`,
    ...(repeats === 0 ? [] : [`${repeats} TCP retransmissions`]),
    ...(stopped === null ? [] : [`stopped at ${stopped.at / 1e6} s: ${stopped.words}`]),
    '',
    ...text,
    '',
  ].join('\n');
}

function figure(value: number | null): string {
  return value === null ? '–' : formatNumber(value);
}

function time(ms: number | null): string {
  return ms === null ? '–' : formatDuration(ms);
}

function reasons(dropped: Readonly<Record<string, number>>): string {
  const entries = Object.entries(dropped);
  return entries.length === 0 ? '0' : entries.map(([reason, n]) => `${reason} ${n}`).join(', ');
}

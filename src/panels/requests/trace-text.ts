/** A trace as plain text, for a message or a report. */

import { clockText } from '../../lib/clock.ts';
import { formatDuration } from '../../lib/duration.ts';
import type { Trace } from '../../worker/protocol.ts';
import { words } from './words.ts';

/** One line for the request, one for each span, one for each cause. */
export function traceText(trace: Trace): string {
  const spans = trace.spans.map((span) => {
    const start = formatDuration((span.from - trace.from) / 1000);
    const when =
      span.to === null
        ? words.lasting(start)
        : words.from(start, formatDuration((span.to - span.from) / 1000));
    const failure = span.failure === null ? '' : ` ✕ ${span.failure}`;
    return `${'  '.repeat(span.depth + 1)}${span.name}: ${words.spans[span.what]}, ${when}${failure}`;
  });
  const why = trace.causes.map((cause) => cause.words).join(' ← ');
  return [headOf(trace), ...spans, ...(why === '' ? [] : [why])].join('\n');
}

/** "GET / from visitors, answered, 41.2 ms in total, from 0:12.480". */
function headOf(trace: Trace): string {
  return `${trace.words}, ${outcomeWords(trace)}, ${tookOf(trace)}, ${words.since(clockText(trace.from))}`;
}

/** "answered", "timed out at visitors after 1 s". */
export function outcomeWords(trace: Trace): string {
  return trace.spans[0]?.failure ?? words.outcomes[trace.outcome];
}

/** How long it took, or has taken up to its last recorded step. */
export function tookOf(trace: Trace): string {
  const last = trace.spans.reduce((most, { from, to }) => Math.max(most, to ?? from), trace.from);
  const took = formatDuration(((trace.to ?? last) - trace.from) / 1000);
  return trace.to === null ? words.soFar(took) : words.total(took);
}

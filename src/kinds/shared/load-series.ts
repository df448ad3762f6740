/**
 * What a process with slots keeps of its load for whoever decides by it, an autoscaler say: from
 * the moment on at which its frame asks for it (the event `measure`), so that nobody else pays.
 */
import { numberSeries, type SeriesNumber, type SeriesTable } from '../../lib/series.ts';

/** By its settings alone a part does not keep them. */
const keptWhen = () => false;

export const loadSeries = {
  open: { is: 'gauge', label: 'Open ports', unit: 'ports', keptWhen },
  busy: { is: 'gauge', label: 'Slots in use', unit: 'slots', keptWhen },
  /** Answered, or rejected for want of room. */
  handled: { is: 'counter', label: 'Requests handled', unit: 'requests', keptWhen },
} as const satisfies SeriesTable;

/** A load series by name. */
export type LoadFigure = keyof typeof loadSeries;

/** Their numbers in the table of a kind. */
export interface LoadNumbers {
  readonly open: SeriesNumber<'gauge'>;
  readonly busy: SeriesNumber<'gauge'>;
  readonly handled: SeriesNumber<'counter'>;
}

/** @param table of a kind that has the load series among its own */
export function loadNumbers(table: typeof loadSeries & SeriesTable): LoadNumbers {
  const { open, busy, handled } = numberSeries(table);
  return Object.freeze({ open, busy, handled });
}

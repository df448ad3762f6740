/** Which line of a statechart a recorded transition was, as far as the record says. */
import type { Statechart, Transition } from '../../worker/protocol.ts';

/**
 * xstate names the event of a delay `xstate.after.<delay>.<state>`; people read "after <delay>".
 */
export function eventWords(type: string): string {
  const delay = /^xstate\.after\.([^.]+)\./.exec(type)?.[1];
  if (delay !== undefined) return `after ${delay}`;
  return type === 'xstate.init' ? 'start' : type;
}

/** Whether a state is another or lies within it; the machine itself is ''. */
export function isWithin(path: string, outer: string): boolean {
  return outer === '' || path === outer || path.startsWith(`${outer}.`);
}

/**
 * The index of the transition in the chart that was taken. Several steps in one (an event, then
 * `always`) leave one record, and a record keeps no guards: where more than one line could have
 * been it, none is named.
 */
export function takenRow(
  chart: Statechart,
  taken: Pick<Transition, 'from' | 'to' | 'event'>,
): number | null {
  const event = eventWords(taken.event);
  const candidates = chart.transitions.flatMap((each, index) => {
    const isFrom = each.to !== null && isWithin(taken.from, each.from);
    return isFrom && isWithin(taken.to, each.to ?? '') ? [{ index, event: each.event }] : [];
  });
  const named = candidates.filter((each) => each.event === event);
  const likely = named.length > 0 ? named : candidates.filter((each) => each.event === 'always');
  return likely.length === 1 ? (likely[0]?.index ?? null) : null;
}

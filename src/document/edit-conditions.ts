/** The edit of the conditions at which a run pauses. */
import type { Condition } from './condition.ts';
import { findBadSeries, strangerIn } from './conditions.ts';
import { behaves, type Desk, type EditResult, reject } from './edit-desk.ts';
import { findBadConditions } from './shape-condition.ts';
import { show } from './words.ts';

/** All conditions at which the run pauses, in place of those before. */
export function setConditions(
  { document, specs }: Desk,
  conditions: readonly Condition[],
): EditResult {
  const { conditions: old = [], ...rest } = document;
  const bad = findBadConditions(conditions) ?? findBadSeries(conditions, document, specs);
  if (bad !== null) return reject(bad.sentence);
  const unknown = strangerIn(conditions, document);
  if (unknown !== null) return reject(`There is no ${unknown.is} ${show(unknown.id)} to watch.`);
  const more = conditions.length - old.length;
  const label = `${more > 0 ? 'Add' : more < 0 ? 'Remove' : 'Change'} a stop condition`;
  return behaves(conditions.length === 0 ? rest : { ...rest, conditions: [...conditions] }, label);
}

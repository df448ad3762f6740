/** The edit of the conditions at which a run pauses. */
import type { Condition } from './condition.ts';
import { findSenseless } from './conditions.ts';
import { behaves, type Desk, type EditResult, reject } from './edit-desk.ts';
import { findBadConditions } from './shape-condition.ts';

/** All conditions at which the run pauses, in place of those before. */
export function setConditions(
  { document, specs }: Desk,
  conditions: readonly Condition[],
): EditResult {
  const { conditions: old = [], ...rest } = document;
  const bad = findBadConditions(conditions) ?? findSenseless(conditions, document, specs);
  if (bad !== null) return reject(bad.sentence);
  const more = conditions.length - old.length;
  const label = `${more > 0 ? 'Add' : more < 0 ? 'Remove' : 'Change'} a stop condition`;
  return behaves(conditions.length === 0 ? rest : { ...rest, conditions: [...conditions] }, label);
}

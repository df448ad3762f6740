/** What a pool's panel asks for: the last looks of its autoscaler. */
import type { Question } from '../../../document/types.ts';
import type { PoolContext } from './model.ts';
import type { PoolAnswers } from './observation.ts';

export function answer(
  { about }: Question,
  { decisions }: PoolContext,
): PoolAnswers[keyof PoolAnswers] | null {
  return about === 'decisions' ? decisions.toReversed() : null;
}

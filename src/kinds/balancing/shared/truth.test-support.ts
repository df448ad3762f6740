/**
 * Facts of the real systems, as fixtures, and what is done with each: a case is either checked, or
 * listed with the reason why not.
 */
import { expect, test } from 'vitest';
import uncovered from '../fixtures/uncovered.json' with { type: 'json' };

export interface TruthCase {
  readonly id: string;
  readonly behaviour: string;
  readonly given: unknown;
  readonly expected: unknown;
}

/** Checks one case: `given` and `expected` are of the shape its fixture's `format` describes. */
// biome-ignore lint/suspicious/noExplicitAny: each behaviour has its own shapes.
export type Check = (given: any, expected: any) => void;

/**
 * A test for every case of a fixture, by its id or else its behaviour; a case that neither has nor
 * lacks one on purpose fails.
 */
export function holdAgainst(
  cases: readonly TruthCase[],
  checks: Readonly<Record<string, Check>>,
): void {
  const reasons: Readonly<Record<string, string>> = uncovered;
  for (const { id, behaviour, given, expected } of cases) {
    if (reasons[id] !== undefined) continue;
    const check = checks[id] ?? checks[behaviour];
    test(`${id} ${behaviour} ${JSON.stringify(given).slice(0, 80)}`, { timeout: 300_000 }, () => {
      if (check === undefined) {
        throw new Error(`${id} is neither checked nor listed in uncovered.json: do one of them.`);
      }
      check(given, expected);
    });
  }
  test('every check has a case', () => {
    const names = new Set(cases.flatMap(({ id, behaviour }) => [id, behaviour]));
    expect(Object.keys(checks).filter((name) => !names.has(name))).toEqual([]);
    expect(cases.filter(({ id }) => reasons[id] !== undefined && checks[id])).toEqual([]);
  });
}

export const LETTERS = 'abcdefgh';

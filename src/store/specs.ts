/**
 * The kinds this page knows. The shell hands them over once, before anything else, so that the stores can edit and
 * validate documents without naming a single kind.
 */
import type { Spec, Specs } from '../document/spec.ts';

let known: Specs = {};

/** Called once at start-up, and by tests with made-up kinds. */
export function provideSpecs(specs: Specs): void {
  known = specs;
}

export function specs(): Specs {
  return known;
}

/** Undefined for an unknown part, which is kept and drawn grey. */
export function specOf(kind: string): Spec | undefined {
  return Object.hasOwn(known, kind) ? known[kind] : undefined;
}

/** Answers in one go, for tests. */
import { readFileSync } from 'node:fs';
import type { SceneDocument } from '../document/types.ts';
import type { Working } from './answer.ts';

/** Works until the answer is there. */
export function answerOf<A>(work: Working<A>): A {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/** A prepared incident: "crash", "slow", "cut", "queue", "burst", "timeout" or "chance". */
export function incident(name: string): SceneDocument {
  const path = new URL(`./fixtures/incident-${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(path, 'utf8')) as SceneDocument;
}

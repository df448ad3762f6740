/**
 * What answers the panels of kinds, fetched when one of them asks. Those of the first scene come
 * with whatever else answers; alone they would tear apart the worker's first chunk, which holds
 * most of what they need.
 */
import type { Answer } from '../sim/model.ts';
import { answer as loadBalancer } from './balancing/load-balancer/answers.ts';
import { byKind } from './by-kind.ts';

const answers = byKind<() => Promise<Answer>>({
  ...import.meta.glob<Answer>(['./*/*/answers.ts', '!./balancing/load-balancer/answers.ts'], {
    import: 'answer',
  }),
  './balancing/load-balancer/answers.ts': async () => loadBalancer,
});

/** Undefined where no panel asks. */
export async function answerOf(kind: string): Promise<Answer | undefined> {
  return answers.get(kind)?.();
}

/** What the worker fetches of a kind before a document that names it can run. */
import type { Spec } from '../document/spec.ts';
import type { Picture } from '../lib/picture.ts';
import type { Model } from '../sim/model.ts';
import { byKind } from './by-kind.ts';

export interface Kind {
  readonly spec: Spec;
  readonly model: Model;
  readonly picture: Picture;
}

const kinds = byKind(import.meta.glob<Kind>('./*/*/kind.ts', { import: 'kind' }));

/** Undefined for an unknown kind. */
export function kindInWorker(kind: string): (() => Promise<Kind>) | undefined {
  return kinds.get(kind);
}

/**
 * What the worker has of a kind before a document that names it can run. The kinds of the first
 * scene are part of the worker, so that it need not wait for them.
 */
import type { Spec } from '../document/spec.ts';
import type { Picture } from '../lib/picture.ts';
import type { Model } from '../sim/model.ts';
import { kind as loadBalancer } from './balancing/load-balancer/kind.ts';
import { byKind } from './by-kind.ts';
import { kind as server } from './compute/server/kind.ts';
import { kind as client } from './traffic/client/kind.ts';

export interface Kind {
  readonly spec: Spec;
  readonly model: Model;
  readonly picture: Picture;
}

const kinds = byKind(
  import.meta.glob<Kind>(
    [
      './*/*/kind.ts',
      '!./balancing/load-balancer/kind.ts',
      '!./compute/server/kind.ts',
      '!./traffic/client/kind.ts',
    ],
    { import: 'kind' },
  ),
);

export const firstKinds: readonly Kind[] = [client, loadBalancer, server];

/** Undefined for an unknown kind. */
export function kindInWorker(kind: string): (() => Promise<Kind>) | undefined {
  return kinds.get(kind);
}

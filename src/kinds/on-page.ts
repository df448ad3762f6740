/**
 * What the page has of a kind: its spec before one is placed, panel and README when looked at. The
 * specs of the first scene are part of the page, so that it need not wait for them.
 */
import type { ComponentType } from 'react';
import type { Spec } from '../document/spec.ts';
import { spec as loadBalancer } from './balancing/load-balancer/spec.ts';
import { byKind } from './by-kind.ts';
import { spec as server } from './compute/server/spec.ts';
import { spec as client } from './traffic/client/spec.ts';

// biome-ignore lint/suspicious/noExplicitAny: panels differ by kind.
export type KindPanel = ComponentType<any>;

const specs = byKind(
  import.meta.glob<Spec>(
    [
      './*/*/spec.ts',
      '!./balancing/load-balancer/spec.ts',
      '!./compute/server/spec.ts',
      '!./traffic/client/spec.ts',
    ],
    { import: 'spec' },
  ),
);
const panels = byKind(import.meta.glob<KindPanel>('./*/*/panel.tsx', { import: 'Panel' }));
const readmes = byKind(
  import.meta.glob<string>('./*/*/README.md', { query: '?raw', import: 'default' }),
);

export const firstSpecs: readonly Spec[] = [client, loadBalancer, server];

/** Undefined for an unknown kind. */
export function specOnPage(kind: string): (() => Promise<Spec>) | undefined {
  return specs.get(kind);
}

/** The kind's own panel; null when it has none. */
export async function panelOf(kind: string): Promise<KindPanel | null> {
  return (await panels.get(kind)?.()) ?? null;
}

/** The kind's page as Markdown; null when it has none. */
export async function readmeOf(kind: string): Promise<string | null> {
  return (await readmes.get(kind)?.()) ?? null;
}

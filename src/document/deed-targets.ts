/** Which deeds can be done at all, and to which parts: for whoever waits for one to be done. */
import { own, tableOf } from '../lib/table.ts';
import { type Deed, deeds, deedsOfKind } from './deeds.ts';
import type { Spec } from './spec.ts';

/** Without the one that only carries deeds of kinds' own: those are done by their own names. */
export const generalDeeds: Readonly<Record<string, Deed>> = tableOf(
  Object.entries(deeds).filter(([, { args }]) => !isIn(args, 'action')),
);

/** What a deed is called: "Crash" for `crash`. Of a kind's own, as one of these kinds calls it. */
export function deedTitle(name: string, specs: readonly (Spec | undefined)[]): string {
  const knower = specs.find((spec) => own(spec?.actions ?? {}, name) !== undefined);
  const deed = own(generalDeeds, name) ?? own(knower?.actions ?? {}, name);
  return deed?.words.name ?? name;
}

/** Whether that is the name of a deed that a node of that kind knows; an unknown kind knows any. */
export function isOwnDeed(name: string, spec: Spec | undefined): boolean {
  return spec === undefined || own(spec.actions ?? {}, name) !== undefined;
}

/** Whether it can be done to a node of that kind, or to some of an unknown one. */
export function isDoneToNode(name: string, spec: Spec | undefined): boolean {
  if (isOwnDeed(name, spec)) return true;
  const deed = own(generalDeeds, name);
  if (deed === undefined || deed.on === 'edge') return false;
  return deed.on === 'table'
    ? isDoneTo(deed, 'node')
    : deedsOfKind(spec).some(([known]) => known === name);
}

export function isDoneToEdge(name: string): boolean {
  const deed = own(generalDeeds, name);
  return deed !== undefined && isDoneTo(deed, 'edge');
}

/** As `targetsOf` finds the parts: the first that a deed names, or all of its lists. */
function isDoneTo({ args }: Deed, part: 'node' | 'edge'): boolean {
  const first = Object.values(args)[0]?.is;
  if (first === 'node' || first === 'edge') return first === part;
  return isIn(args, `${part}s`);
}

function isIn(args: Deed['args'], is: Deed['args'][string]['is']): boolean {
  return Object.values(args).some((arg) => arg.is === is);
}

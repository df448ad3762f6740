/**
 * What is done to a part on purpose, and what ends it. It is decided here once: the page reads it
 * as what is in force, and the run carries out exactly that. A process that begins anew has
 * forgotten whatever was done to the one before it. What chance and time end – a failure, a repair,
 * the end of draining – only the run knows: it says which faults are over, and which deed came to
 * nothing.
 */
import { emptyTable } from '../lib/table.ts';
import { completeConfig } from './field.ts';
import type { Spec, Specs } from './spec.ts';
import type { DocumentNode, FaultName, Faults, Intervention } from './types.ts';
import { nameOf, specOf } from './words.ts';

export type { FaultName, Faults };

/**
 * By the id of the node or edge; has no prototype, so that any id may be asked for. Never changed
 * in place.
 */
export type FaultsById = Readonly<Record<string, Faults>>;

/** What is done to a node, settings included. */
export type NodeDeed = Extract<Intervention, { node: string }>;
type EdgeDeed = Extract<Intervention, { do: 'cut' | 'lose' | 'delay' | 'heal' }>;

/** Whoever suffers a deed: the node before and after it, which differ in settings alone. */
export interface Sufferer {
  readonly before: DocumentNode;
  readonly after: DocumentNode;
  readonly specs: Specs;
  /** Milliseconds of the document. */
  readonly at: number;
}

export const NO_FAULTS: Faults = Object.freeze({});

/** What is in force on a node after a deed that it noticed. */
export function nodeFaultsAfter(faults: Faults, act: NodeDeed, on: Sufferer): Faults {
  switch (act.do) {
    case 'crash':
      return { crashed: true };
    case 'restart':
      return NO_FAULTS;
    case 'hang':
      return { ...faults, hung: true };
    case 'resume':
      return without(faults, 'hung');
    case 'drain':
      return { ...faults, drained: true };
    case 'slow':
      return act.factor === 1 ? without(faults, 'slow') : { ...faults, slow: act.factor };
    case 'errors':
      return act.rate === errorRateOf(on.after, specOf(on.after.kind, on.specs))
        ? without(faults, 'errors')
        : { ...faults, errors: act.rate };
    case 'burst': {
      const until = Math.round((on.at + act.for) * 1000) / 1000;
      const isNone = act.factor === 1 || until <= on.at;
      return isNone
        ? without(faults, 'burst')
        : { ...faults, burst: { factor: act.factor, until } };
    }
    case 'set':
      if (beginsAnew(on)) return NO_FAULTS;
      // Whoever sets how many errors there shall be means that from now on.
      return hasOtherErrorRate(on) ? without(faults, 'errors') : faults;
    default:
      return act satisfies never;
  }
}

/**
 * What ends a fault besides its opposite, for whoever looks back along the commands: the same as
 * the two functions around it say.
 */
export const ENDED_BY: { readonly [deed in Intervention['do']]?: readonly Intervention['do'][] } = {
  crash: ['restart'],
  drain: ['restart', 'crash'],
  hang: ['resume', 'crash'],
  slow: ['restart', 'crash'],
  errors: ['restart', 'crash'],
  burst: ['restart', 'crash'],
  cut: ['heal'],
  lose: ['heal'],
  delay: ['heal'],
};

/** What is in force on an edge after a deed. */
export function edgeFaultsAfter(faults: Faults, act: EdgeDeed): Faults {
  switch (act.do) {
    case 'cut':
      return { ...faults, cut: act.way ?? 'both' };
    case 'lose':
      return act.rate === 0 ? without(faults, 'lose') : { ...faults, lose: act.rate };
    case 'delay':
      return act.by === 0 ? without(faults, 'delay') : { ...faults, delay: act.by };
    case 'heal':
      return NO_FAULTS;
    default:
      return act satisfies never;
  }
}

/**
 * Why a deed comes to nothing, as far as the commands before it tell: a process that is down cannot
 * be hung, slowed or drained, and one that hangs does not hear that it shall begin anew. Null when
 * it may apply; then the run, which knows, may still say so.
 */
export function whyIdle(
  faults: Faults,
  act: NodeDeed,
  node: DocumentNode,
  specs: Specs,
): string | null {
  const spec = specOf(node.kind, specs);
  const mayFail = settingOf(node, spec, spec?.process?.failures) > 0;
  const mayRise = settingOf(node, spec, spec?.process?.repairs) > 0;
  const isDown = faults.crashed === true && !mayRise;
  const hangs = faults.hung === true && !mayFail && !faults.crashed && !faults.drained;
  return whyUnnoticed(act, nameOf(node, specs), { isDown, hangs });
}

/** The same for whoever knows how the process is. */
export function whyUnnoticed(
  act: NodeDeed,
  name: string,
  { isDown, hangs }: { readonly isDown: boolean; readonly hangs: boolean },
): string | null {
  if (act.do === 'restart') {
    return hangs ? `${name} hangs and hears nothing: let it go on, or crash it first.` : null;
  }
  const needsLife = act.do !== 'crash' && act.do !== 'resume' && act.do !== 'set';
  return needsLife && isDown ? `${name} is down: bring it back first.` : null;
}

/** What is left of faults when some of them are over by themselves, as the run says. */
export function stillInForce(
  faults: Faults | undefined,
  over: readonly FaultName[],
): Faults | undefined {
  return faults && over.reduce(without, faults);
}

/** The same faults by id with one part's replaced; the very same object when nothing changes. */
export function withFaults(all: FaultsById, id: string, faults: Faults): FaultsById {
  const before = all[id] ?? NO_FAULTS;
  if (faults === before) return all;
  const changed = Object.assign(emptyTable<Faults>(), all);
  if (Object.keys(faults).length === 0) delete changed[id];
  else changed[id] = faults;
  return changed;
}

/** Whether a change of settings begins the process anew. */
export function beginsAnew({ before, after, specs }: Sufferer): boolean {
  const spec = specOf(after.kind, specs);
  const names = spec?.process?.restartedBy ?? [];
  if (spec === undefined || names.length === 0) return false;
  const [was, is] = [completeConfig(spec, before.config), completeConfig(spec, after.config)];
  return names.some((name) => was[name] !== is[name]);
}

/**
 * The share of errors that the settings of a node ask for; none where its kind has no such setting.
 */
export function errorRateOf(
  node: DocumentNode,
  spec: Pick<Spec, 'fields' | 'process'> | undefined,
): number {
  return settingOf(node, spec, spec?.process?.errorRate);
}

function hasOtherErrorRate({ before, after, specs }: Sufferer): boolean {
  const spec = specOf(after.kind, specs);
  return errorRateOf(before, spec) !== errorRateOf(after, spec);
}

function settingOf(
  node: DocumentNode,
  spec: Pick<Spec, 'fields'> | undefined,
  name: string | undefined,
): number {
  if (spec === undefined || name === undefined) return 0;
  const value = completeConfig(spec, node.config)[name];
  return typeof value === 'number' ? value : 0;
}

function without(faults: Faults, name: FaultName): Faults {
  if (faults[name] === undefined) return faults;
  const { [name]: _over, ...rest } = faults;
  return rest;
}

/**
 * What is in force on a part: which deed began it, and what ends it. It is decided here once: the
 * page reads it as what is in force, and the run carries out exactly that. What chance and time end
 * – a failure, a repair, the end of draining – only the run knows: it says which faults are over,
 * and which deed came to nothing.
 */
import { emptyTable, own } from '../lib/table.ts';
import type { Effect, FaultRule, LaneFaults, NodeDeed, PartDeed } from './deed.ts';
import { commandFor, deedOfFault, faultIn, type GivenDeed, valuesIn } from './deeds.ts';
import { completeConfig } from './field.ts';
import type { Spec, Specs } from './spec.ts';
import type { DocumentCommand, DocumentNode, Faults, FaultsById, Intervention } from './types.ts';
import { nameOf, specOf } from './words.ts';

export type { Faults, FaultsById };

export const NO_FAULTS: Faults = Object.freeze({});

/** Who suffers a deed, as settings have it after it; null for an edge. */
type Sufferer = Pick<DocumentNode, 'kind' | 'config'> | null;

/** What is in force on a part after a deed that it noticed, `at` so many ms of the document. */
export function faultsAfter(
  faults: Faults,
  { name, deed, args }: GivenDeed<PartDeed>,
  on: { readonly node: Sufferer; readonly specs: Specs; readonly at: number },
): Faults {
  const spec = on.node === null ? undefined : specOf(on.node.kind, on.specs);
  const left = withoutEnded(faults, deed, spec);
  const { fault } = deed;
  if (fault === undefined) return left;
  const values = valuesOf(deed, args);
  const { lasts } = fault;
  const isNone = isLevelNone(fault, values, on.node, spec);
  if (isNone || (lasts !== undefined && !(Number(values[lasts]) > 0))) return without(left, name);
  const until = lasts === undefined ? {} : { until: afterMs(on.at, Number(values[lasts])) };
  return { ...left, [name]: { ...values, ...until } };
}

function withoutEnded(faults: Faults, { ends }: PartDeed, spec: Spec | undefined): Faults {
  if (ends === undefined) return faults;
  return ends === 'all' ? outlasting(faults, spec) : ends.reduce(without, faults);
}

/** What a process that starts again suffers, too. */
function outlasting(faults: Faults, spec: Spec | undefined): Faults {
  const isOver = (name: string) => deedOfFault(name, spec)?.fault?.outlasts !== true;
  const left = Object.keys(faults).filter(isOver).reduce(without, faults);
  return Object.keys(left).length === 0 ? NO_FAULTS : left;
}

/** The values of a deed, without whom it is done to. */
function valuesOf(deed: PartDeed, args: Readonly<Record<string, unknown>>) {
  const values: Record<string, unknown> = {};
  for (const [name, arg] of Object.entries(deed.args)) {
    if (arg.is === 'value') values[name] = args[name] ?? arg.field.default;
  }
  return values;
}

function isLevelNone(
  { level }: FaultRule,
  values: Readonly<Record<string, unknown>>,
  node: Sufferer,
  spec: Spec | undefined,
): boolean {
  return level !== undefined && values[level.arg] === noneOf(level, node, spec);
}

/** The level at which nothing is in force. */
export function noneOf(
  { none }: NonNullable<FaultRule['level']>,
  node: Sufferer,
  spec: Pick<Spec, 'fields' | 'process'> | undefined,
): number {
  if (typeof none === 'number') return none;
  return settingOf(node, spec, spec?.process?.[none.setting]);
}

function afterMs(at: number, ms: number): number {
  return Math.round((at + ms) * 1000) / 1000;
}

/** What is left of a node's faults after a change of its settings. */
export function faultsAfterSettings(
  faults: Faults,
  before: DocumentNode,
  after: DocumentNode,
  specs: Specs,
): Faults {
  const spec = specOf(after.kind, specs);
  if (beginsAnew(before, after, specs)) return outlasting(faults, spec);
  // A setting that a fault stands in for counts from now on, once it is set.
  const isSet = (name: string): boolean => {
    const level = deedOfFault(name, spec)?.fault?.level;
    if (level === undefined) return false;
    return noneOf(level, before, spec) !== noneOf(level, after, spec);
  };
  return Object.keys(faults).filter(isSet).reduce(without, faults);
}

/** Whether a change of settings starts the process again. */
export function beginsAnew(before: DocumentNode, after: DocumentNode, specs: Specs): boolean {
  const spec = specOf(after.kind, specs);
  const names = spec?.process?.restartedBy ?? [];
  if (spec === undefined || names.length === 0) return false;
  const [was, is] = [completeConfig(spec, before.config), completeConfig(spec, after.config)];
  return names.some((name) => was[name] !== is[name]);
}

/** The names of those faults that have one of these effects. */
export function withEffect(
  faults: Faults | undefined,
  effects: readonly Effect[],
  spec: Spec | undefined,
): string[] {
  return Object.keys(faults ?? NO_FAULTS).filter((name) => {
    const effect = deedOfFault(name, spec)?.fault?.effect;
    return effect !== undefined && effects.includes(effect);
  });
}

/**
 * Why a deed comes to nothing, as far as the commands before it say: a process that is down cannot
 * be hung, slowed or drained, and one that hangs does not hear that it must start again. Null when
 * it may apply; then the run, which knows, may still say so.
 */
export function whyIdle(
  faults: Faults,
  deed: NodeDeed,
  node: DocumentNode,
  specs: Specs,
): string | null {
  const spec = specOf(node.kind, specs);
  const mayFail = settingOf(node, spec, spec?.process?.failures) > 0;
  // A frame may have switched off what crashed then, and on again since.
  const isSwitched = spec?.replicates === true && (node.of ?? node.in) !== undefined;
  const mayRise = isSwitched || settingOf(node, spec, spec?.process?.repairs) > 0;
  const has = (effect: Effect) => withEffect(faults, [effect], spec).length > 0;
  const isDown = has('down') && !mayRise;
  const hangs = has('hung') && !mayFail && !has('down') && !has('leaving');
  return whyUnnoticed(deed, nameOf(node, specs), { isDown, hangs });
}

/** The same, where it is known how the process is. */
export function whyUnnoticed(
  { lostOn }: NodeDeed,
  name: string,
  { isDown, hangs }: { readonly isDown: boolean; readonly hangs: boolean },
): string | null {
  if (lostOn === 'hung' && hangs) {
    return `${name} hangs and hears nothing: let it go on, or crash it first.`;
  }
  return lostOn === 'down' && isDown ? `${name} is down: bring it back first.` : null;
}

/** What ends a fault, and how much else with it. */
export interface End {
  /** The name of the deed. */
  readonly name: string;
  readonly deed: PartDeed;
  readonly act: Intervention;
  /** It gives the fault's level back, and touches nothing else. */
  readonly isLevel: boolean;
}

/**
 * What ends a fault of a part: the level at which nothing is in force, or the deed that ends it. An
 * edge that suffers from one thing alone is healed.
 * @param known the deeds that can be done to the part
 */
export function endOf(
  name: string,
  on: {
    readonly id: string;
    readonly node: Sufferer;
    readonly spec: Pick<Spec, 'fields' | 'process'> | undefined;
    readonly known: readonly (readonly [name: string, deed: PartDeed])[];
    readonly isAlone: boolean;
  },
): End | null {
  const { id, known } = on;
  const deed = known.find(([each]) => each === name)?.[1];
  if (deed === undefined) return null;
  const level = deed.fault?.level;
  const enders = known.filter(([, { ends, fault }]) => fault === undefined && isEnded(name, ends));
  // A deed that ends nothing else is meant for this fault.
  const ender = enders.find(([, { ends }]) => ends !== 'all') ?? enders[0];
  if (level === undefined || (deed.on === 'edge' && on.isAlone && ender !== undefined)) {
    if (ender === undefined) return null;
    return { name: ender[0], deed: ender[1], act: commandFor(ender[0], id, {}), isLevel: false };
  }
  const lasts = deed.fault?.lasts;
  const values = {
    ...valuesOf(deed, {}),
    [level.arg]: noneOf(level, on.node, on.spec),
    ...(lasts !== undefined && { [lasts]: 0 }),
  };
  return { name, deed, act: commandFor(name, id, values), isLevel: true };
}

function isEnded(name: string, ends: PartDeed['ends']): boolean {
  return ends === 'all' || ends?.includes(name) === true;
}

/**
 * Commands at 0 that bring the faults about again. In an order in which none undoes another: what
 * takes a process down comes last but for hanging, which that would end.
 */
export function faultsAgain(
  id: string,
  faults: Faults,
  nowMs: number,
  spec: Spec | undefined,
): DocumentCommand[] {
  const again = Object.entries(faults).flatMap(([name, { until, ...values }]) => {
    const fault = deedOfFault(name, spec)?.fault;
    if (fault === undefined) return [];
    const left = fault.lasts === undefined ? null : afterMs(-nowMs, until ?? 0);
    if (left !== null && left <= 0) return [];
    const lasting = left === null ? {} : { [fault.lasts as string]: left };
    const act = commandFor(name, id, { ...values, ...lasting });
    return [{ rank: RANKS.indexOf(fault.effect), command: { at: 0, ...act } }];
  });
  return again.toSorted((a, b) => a.rank - b.rank).map(({ command }) => command);
}

const RANKS: readonly (Effect | undefined)[] = ['leaving', 'down', 'hung'];

/** What the lanes of an edge suffer from all that is in force on it. */
export function laneFaults(faults: Faults): LaneFaults {
  const lanes = Object.entries(faults).map(([name, values]) => {
    const deed = deedOfFault(name, undefined);
    return deed?.on === 'edge' ? deed.lanes?.(values) : undefined;
  });
  return Object.assign({}, ...lanes);
}

/**
 * When the fault that a command begins is over by itself, in ms of the document; null for never.
 */
export function endsAt(
  command: DocumentCommand,
  nodes: readonly DocumentNode[],
  specs: Specs,
): number | null {
  const lasts = faultIn(command, nodes, specs)?.lasts;
  return lasts === undefined ? null : afterMs(command.at, Number(valuesIn(command)[lasts]));
}

/** What is left of faults when some of them are over by themselves, as the run says. */
export function stillInForce(
  faults: Faults | undefined,
  over: readonly string[],
): Faults | undefined {
  return faults && over.reduce(without, faults);
}

/** Without what has ended by itself. */
export function withoutPast(faults: FaultsById, nowMs: number): FaultsById {
  return Object.entries(faults).reduce((all, [id, each]) => {
    const past = Object.keys(each).filter((name) => (each[name]?.until ?? nowMs + 1) <= nowMs);
    return past.length === 0 ? all : withFaults(all, id, past.reduce(without, each));
  }, faults);
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

function settingOf(
  node: Sufferer,
  spec: Pick<Spec, 'fields'> | undefined,
  name: string | undefined,
): number {
  if (node === null || spec === undefined || name === undefined) return 0;
  const value = completeConfig(spec, node.config)[name];
  return typeof value === 'number' ? value : 0;
}

function without(faults: Faults, name: string): Faults {
  if (own(faults, name) === undefined) return faults;
  const { [name]: _over, ...rest } = faults;
  return rest;
}

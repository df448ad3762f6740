/**
 * What an intervention does to what stands on the table, or why it no longer applies. The run and
 * the page both ask here, so that they cannot disagree about which commands of a document are
 * skipped.
 */
import { emptyTable } from '../lib/table.ts';
import { mergeConfig, withConfig } from './config.ts';
import type { NodeDeed, PartDeed } from './deed.ts';
import { deedGivenBy, deedsOfKind, type GivenDeed, targetsOf } from './deeds.ts';
import { isDerived, withDerived } from './derived.ts';
import {
  type Faults,
  type FaultsById,
  faultsAfter,
  faultsAfterSettings,
  NO_FAULTS,
  whyIdle,
  withEffect,
  withFaults,
} from './faults.ts';
import { completeConfig } from './field.ts';
import { reach, whyDerived } from './reach.ts';
import type { Specs } from './spec.ts';
import { gone } from './table-changes.ts';
import type { Outcome } from './table-deed.ts';
import type { DocumentNode, Intervention, Scene } from './types.ts';
import { nameOf, show, specOf } from './words.ts';

/**
 * The scene after the intervention. A command says when; what is done now and has no moment of its
 * own may leave it out.
 */
export function applyIntervention(
  scene: Scene,
  act: Intervention & { readonly at?: number },
  specs: Specs,
): Outcome {
  const given = deedGivenBy(act, scene.nodes, specs);
  if (given !== null && isOn(given, 'table')) {
    const derivedNamed = whyDerived(targetsOf(act), scene, specs);
    if (derivedNamed !== null) return { ok: false, why: derivedNamed };
    const outcome = given.deed.apply(scene, given.args, specs);
    if (!outcome.ok) return outcome;
    const derived = withDerived(outcome.scene, specs);
    return { ...outcome, scene: withFaultsEnded(scene, derived, specs) };
  }
  const [id = ''] = targetsOf(act);
  if (given !== null && isOn(given, 'edge')) {
    if (!scene.edges.some((edge) => edge.id === id)) return gone('edge', id);
    return suffering(scene, id, given, { node: null, specs, at: act.at ?? 0 });
  }
  const node = scene.nodes.find((candidate) => candidate.id === id);
  if (node === undefined) return gone('node', id);
  const doing = { act, given, specs };
  if (!isKnownTo(node, given, specs)) return unknownTo(node, doing);
  return toEach(scene, reach(node, scene, specs), doing);
}

interface Doing {
  readonly act: Intervention & { readonly at?: number };
  readonly given: GivenDeed | null;
  readonly specs: Specs;
}

/** What is done to several is done to each to which it can be. */
function toEach(scene: Scene, nodes: readonly DocumentNode[], doing: Doing): Outcome {
  let now = scene;
  let isDone = false;
  let why = '';
  for (const node of nodes) {
    const outcome = toOne(now, node, doing);
    if (outcome.ok) now = outcome.scene;
    else why ||= outcome.why;
    isDone ||= outcome.ok;
  }
  return isDone ? { ok: true, scene: now } : { ok: false, why };
}

/** Whether it can be done to a part of that kind. */
function isKnownTo(
  { kind }: DocumentNode,
  given: GivenDeed | null,
  specs: Specs,
): given is GivenDeed<NodeDeed> {
  return deedsOfKind(specOf(kind, specs)).some(([, deed]) => deed === given?.deed);
}

function unknownTo(node: DocumentNode, { act, given, specs }: Doing): Outcome {
  const deed = show(given?.name ?? act.act);
  return { ok: false, why: `${nameOf(node, specs)} does not know ${deed}.` };
}

function toOne(scene: Scene, node: DocumentNode, doing: Doing): Outcome {
  const { act, given, specs } = doing;
  const { id } = node;
  const at = act.at ?? 0;
  if (!isKnownTo(node, given, specs)) return unknownTo(node, doing);
  const spec = specOf(node.kind, specs);
  const faults = faultsOf(scene, id);
  const why = whyIdle(faults, given.deed, node, specs);
  if (why !== null) return { ok: false, why };
  // It may hang, and then this comes to nothing: what may still be in force is kept.
  const isUnheard = given.deed.lostOn === 'hung' && withEffect(faults, ['hung'], spec).length > 0;
  return isUnheard ? { ok: true, scene } : suffering(scene, id, given, { node, specs, at });
}

/**
 * The scene with what a deed left behind in its node as settings; the same scene where it left
 * nothing, null where no setting can hold it.
 */
export function withFold(scene: Scene, act: Intervention, specs: Specs): Scene | null {
  const given = deedGivenBy(act, scene.nodes, specs);
  if (given === null || !isOn(given, 'node')) return scene;
  const { folds } = given.deed;
  if (folds === undefined) return isSpent(given.deed) ? scene : null;
  const [id] = targetsOf(act);
  const node = scene.nodes.find((candidate) => candidate.id === id);
  const spec = node && specOf(node.kind, specs);
  if (node === undefined || spec === undefined) return scene;
  // Replicas have the settings of their template.
  if (isDerived(node) || node.replicas !== undefined) return null;
  const left = folds(given.args, completeConfig(spec, node.config));
  const changed = withConfig(node, mergeConfig(spec, node.config, left));
  return { ...scene, nodes: scene.nodes.map((other) => (other === node ? changed : other)) };
}

/** What it does is in force as a fault, or ends one: it leaves nothing else behind. */
function isSpent({ fault, ends }: NodeDeed): boolean {
  return fault !== undefined || ends !== undefined;
}

/** Narrows a deed to those on a node, an edge or the table. */
function isOn<O extends GivenDeed['deed']['on']>(
  given: GivenDeed,
  on: O,
): given is GivenDeed<Extract<GivenDeed['deed'], { on: O }>> {
  return given.deed.on === on;
}

function suffering(
  scene: Scene,
  id: string,
  given: GivenDeed<PartDeed>,
  on: { readonly node: DocumentNode | null; readonly specs: Specs; readonly at: number },
): Outcome {
  const before = faultsOf(scene, id);
  const faults = faultsAfter(before, given, on);
  if (faults === before) return { ok: true, scene };
  return { ok: true, scene: { ...scene, faults: withFaults(allOf(scene), id, faults) } };
}

/**
 * A part that joins later under the id of one that is gone begins without its faults; other
 * settings may end some.
 */
function withFaultsEnded(before: Scene, after: Scene, specs: Specs): Scene {
  if (after.faults === undefined || after === before) return after;
  const nodes = new Map(after.nodes.map((node) => [node.id, node]));
  const edges = new Set(after.edges.map((edge) => edge.id));
  const was = new Map(before.nodes.map((node) => [node.id, node]));
  const left = Object.entries(after.faults).reduce((all, [id, faults]) => {
    const node = nodes.get(id);
    const old = was.get(id);
    if (node === undefined) return edges.has(id) ? all : withFaults(all, id, NO_FAULTS);
    // What ran in place of a template that is new is gone.
    if (old?.replicas === undefined && node.replicas) return withFaults(all, id, NO_FAULTS);
    if (old === undefined || old.config === node.config) return all;
    return withFaults(all, id, faultsAfterSettings(faults, old, node, specs));
  }, after.faults);
  return left === after.faults ? after : { ...after, faults: left };
}

function faultsOf(scene: Scene, id: string): Faults {
  return scene.faults?.[id] ?? NO_FAULTS;
}

function allOf(scene: Scene): FaultsById {
  return scene.faults ?? emptyTable<Faults>();
}

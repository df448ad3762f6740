/**
 * Edits of what happens: faults, settings, frames and connections, at the moment shown or at
 * another one.
 */
import { shortClock } from '../lib/clock.ts';
import { lineKey, lineOf } from './connect.ts';
import { describeIntervention, isStructural, setsWhat, settingsIn, targetsOf } from './deeds.ts';
import { places, reconnects } from './deeds-table.ts';
import { insertCommand, insertMerged } from './edit-commands.ts';
import { behaves, type Desk, type Edit, type EditResult, reject, sceneOf } from './edit-desk.ts';
import { findBadNumber } from './edit-limits.ts';
import { moveNodes } from './edit-looks.ts';
import { changeStart } from './edit-start.ts';
import { isSameJson } from './field.ts';
import { applyIntervention } from './intervention.ts';
import { whyUnknownPart } from './part-fields.ts';
import { partsOf } from './parts.ts';
import { momentOf } from './scene.ts';
import { findBadCommand } from './shape.ts';
import type { ConfigJson, Intervention } from './types.ts';
import { specOf } from './words.ts';

/** Carries out an intervention at the moment shown, when it applies there. */
export function perform(desk: Desk, act: Intervention): EditResult {
  const { document, at, specs } = desk;
  const bad = findBadCommand({ at, ...act }, specs, { nodes: partsOf(document).nodes });
  if (bad !== null) return reject(bad.sentence);
  const scene = sceneOf(desk);
  const outcome = applyIntervention(scene, act, specs);
  if (!outcome.ok) return reject(outcome.why);
  if (outcome.leftOut !== undefined) return reject(outcome.leftOut);
  const label = describeIntervention(act, scene, specs);
  if (at > 0 || !isStructural(act)) {
    const commands = insertCommand(document.commands, { at, ...act });
    return behaves({ ...document, commands }, label);
  }
  const changed = changeStart(document, act, specs);
  return typeof changed === 'string' ? reject(changed) : behaves(changed, label);
}

/** Carries it out at another moment, when it applies to what stands there by then. */
export function schedule(desk: Desk, act: Intervention, atMs: number): EditResult {
  const at = momentOf(atMs);
  const result = perform({ ...desk, at }, act);
  if (!result.ok || at === desk.at) return result;
  return { ...result, label: `${result.label} at ${shortClock(at * 1000)}` };
}

export function changeSettings(desk: Desk, act: Intervention): EditResult {
  const { document, at, specs } = desk;
  const unknown = whyNoSuchPart(desk, act);
  if (unknown !== null) return reject(unknown);
  const result = perform(desk, act);
  if (!result.ok) return result;
  const scene = sceneOf(desk);
  const outcome = applyIntervention(scene, act, specs);
  if (outcome.ok && isSameJson(outcome.scene, scene)) {
    return { ...result, document };
  }
  if (at === 0) return result;
  return { ...result, document: insertMerged(document, act, at, specs) };
}

function whyNoSuchPart(desk: Desk, act: Intervention): string | null {
  if (setsWhat(act) !== 'node') return null;
  const [id] = targetsOf(act);
  const node = sceneOf(desk).nodes.find((candidate) => candidate.id === id);
  const spec = node === undefined ? undefined : specOf(node.kind, desk.specs);
  if (node === undefined || spec === undefined) return null;
  const { nodes } = partsOf(desk.document);
  return whyUnknownPart(spec.fields, settingsIn(act) as ConfigJson, node.config, nodes);
}

export function reconnect(
  desk: Desk,
  { edge: id, from, to, protocol, port }: Extract<Edit, { edit: 'reconnect' }>,
): EditResult {
  const { document, at, specs } = desk;
  const old = sceneOf(desk).edges.find((edge) => edge.id === id);
  const wanted = lineOf({ from, to, protocol, port });
  const outcome = applyIntervention(sceneOf(desk), reconnects(id, wanted), specs);
  const led = outcome.ok ? outcome.scene.edges.find((edge) => edge.id === id) : undefined;
  // Where the edge must carry something else there, the command says so.
  const isOther = led !== undefined && led.protocol !== old?.protocol;
  const act = reconnects(id, isOther ? lineOf(led) : wanted);
  const result = perform(desk, act);
  if (!result.ok) return result;
  if (led !== undefined && old !== undefined && lineKey(led) === lineKey(old)) {
    return { ...result, document };
  }
  if (at === 0) return result;
  return { ...result, document: insertMerged(document, act, at, specs) };
}

export function place(desk: Desk, edit: Extract<Edit, { edit: 'place' }>): EditResult {
  const { nodes, positions } = edit;
  const bad = findBadNumber({ positions: Object.values(positions) });
  if (bad !== null) return reject(bad);
  const isPlaced = ([id]: [string, unknown]) => nodes.includes(id);
  const own = Object.entries(positions).filter(isPlaced);
  const others = Object.entries(positions).filter((entry) => !isPlaced(entry));
  const result = perform(desk, places(nodes, edit.in, Object.fromEntries(own)));
  if (!result.ok || others.length === 0) return result;
  const rest = Object.fromEntries(others);
  return { ...result, document: moveNodes(result.document, rest, desk.at, desk.specs) };
}

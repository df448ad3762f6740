/**
 * Edits of the list of commands as a whole: one moved, changed or taken out, the past made the
 * start, the future cut off.
 */

import { clockText } from '../lib/clock.ts';
import { describeIntervention, setsWhat, settingsIn, targetsOf } from './deeds.ts';
import { inOrder, insertCommand } from './edit-commands.ts';
import { behaves, type Desk, type Edit, type EditResult, reject } from './edit-desk.ts';
import { LIMITS } from './limits.ts';
import { whyUnknownPart } from './part-fields.ts';
import { partsOf } from './parts.ts';
import { hasHappened, momentOf } from './scene.ts';
import { findBadCommand } from './shape.ts';
import type { Specs } from './spec.ts';
import type { ConfigJson, DocumentCommand, SceneDocument } from './types.ts';
import { specOf } from './words.ts';

type CommandEdit = Extract<Edit, { edit: 'move-command' | 'remove-command' | 'edit-command' }>;

export function changeCommand({ document, specs }: Desk, edit: CommandEdit): EditResult {
  const { commands } = document;
  const command = commands[edit.index];
  if (command === undefined) return reject(`There is no command ${edit.index + 1} to change.`);
  const label = describeIntervention(command, partsOf(document), specs);
  if (edit.edit === 'remove-command') {
    const left = commands.toSpliced(edit.index, 1);
    return behaves({ ...document, commands: left }, `Remove “${label}”`);
  }
  const changed =
    edit.edit === 'move-command'
      ? { ...command, at: Math.min(momentOf(edit.at), LIMITS.moment) }
      : { ...edit.command, at: momentOf(edit.command.at) };
  const bad = findBadCommand(changed, specs, { nodes: partsOf(document).nodes });
  if (bad !== null) return reject(bad.sentence);
  const unknown = whyNoSuchPart(changed, command, document, specs);
  if (unknown !== null) return reject(unknown);
  const verb = edit.edit === 'move-command' ? 'Move' : 'Change';
  // Taken out and put in again, it comes after those already at its new moment.
  const rest = commands.toSpliced(edit.index, 1);
  const moved =
    changed.at === command.at
      ? commands.with(edit.index, changed)
      : insertCommand(inOrder(rest), changed);
  return behaves({ ...document, commands: moved }, `${verb} “${label}”`);
}

/** Why a command may not change a node's settings so; null for every other command, too. */
function whyNoSuchPart(
  act: DocumentCommand,
  before: DocumentCommand,
  document: SceneDocument,
  specs: Specs,
): string | null {
  if (setsWhat(act) !== 'node') return null;
  const { nodes } = partsOf(document);
  const [id] = targetsOf(act);
  const spec = specOf(nodes.find((node) => node.id === id)?.kind ?? '', specs);
  if (spec === undefined) return null;
  const [config, old] = [act, before].map((each) => settingsIn(each) as ConfigJson);
  return whyUnknownPart(spec.fields, config ?? {}, old, nodes);
}

/** Keeps what has happened by the moment shown, and drops every command after it. */
export function fork({ document, at }: Desk): EditResult {
  const label = `Remove everything after ${clockText(at * 1000)}`;
  const past = document.commands.filter((command) => hasHappened(command, at));
  return behaves({ ...document, commands: past }, label);
}

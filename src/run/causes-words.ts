/** The words of settings, commands and chance in a chain of causes. */

import { describeDone, targetsOf } from '../document/deeds.ts';
import type { Field } from '../document/field.ts';
import { formatDuration, formatShare } from '../lib/duration.ts';
import { own } from '../lib/table.ts';
import type { NodeRecord } from '../sim/world.ts';
import { commandMicros } from './command-moment.ts';
import { sceneAt } from './past-facts.ts';
import type { Run } from './run.ts';

/** "Timeout of web is 50 ms". */
export function settingWords(run: Run, node: NodeRecord, name: string, at: number): string {
  const field: Field | undefined = own(run.kinds.specs[node.kind]?.fields, name);
  if (field === undefined) return `${name} of ${node.name}`;
  const saved = sceneAt(run, at).nodes.find(({ id }) => id === node.id)?.config;
  const value = own(saved, name) ?? field.default;
  return `${field.label} of ${node.name} is ${valueWords(field, value)}`;
}

function valueWords(field: Field, value: unknown): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value !== 'number') return typeof value === 'string' ? value : 'as set';
  if (value === 0 && field.zero !== undefined) return field.zero;
  if (field.widget === 'duration') return formatDuration(value);
  if (field.widget === 'percent') return formatShare(value);
  return field.unit === undefined ? String(value) : `${value} ${field.unit}`;
}

/** "by chance: s1 answers 20 % with an error". */
export function chanceWords(node: string, purpose: string, rate: number | null): string {
  if (purpose === 'failure') return `by chance: ${node} fails at random`;
  if (rate === null) return `by chance, at ${node}`;
  return `by chance: ${node} answers ${formatShare(rate)} with an error`;
}

/** "you crashed s1 at 12.4 s". */
export function commandWords(
  run: Run,
  index: number,
): { words: string; at: number | null; place: string | null } {
  const command = run.document.commands[index];
  if (command === undefined) return { words: '', at: null, place: null };
  const at = commandMicros(command);
  const done = describeDone(command, sceneAt(run, at - 1), run.kinds.specs);
  const [place = null] = targetsOf(command);
  return { words: `you ${done} at ${formatDuration(command.at)}`, at, place };
}

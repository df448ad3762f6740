/** The words of settings, commands and chance in a chain of causes. */

import { describeDone, targetsOf } from '../document/deeds.ts';
import { fieldsOfEdge } from '../document/edge.ts';
import type { AnyConfig, Field } from '../document/field.ts';
import { formatDuration, formatShare } from '../lib/duration.ts';
import { own } from '../lib/table.ts';
import { commandMicros } from './command-moment.ts';
import { sceneAt } from './past-facts.ts';
import type { Run } from './run.ts';

/** "Timeout of web is 50 ms". */
export function settingWords(
  run: Run,
  part: { readonly id: string; readonly name: string },
  setting: string,
  at: number,
): string {
  const { nodes, edges } = sceneAt(run, at);
  const { specs } = run.kinds;
  const node = nodes.find(({ id }) => id === part.id);
  const edge = edges.find(({ id }) => id === part.id);
  const fields = node ? own(specs, node.kind)?.fields : fieldsOfEdge(edge?.protocol, specs);
  const field: Field | undefined = own(fields, setting);
  if (field === undefined) return `${setting} of ${part.name}`;
  const saved: AnyConfig | undefined = (node ?? edge)?.config;
  const value = own(saved, setting) ?? field.default;
  return `${field.label} of ${part.name} is ${valueWords(field, value)}`;
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

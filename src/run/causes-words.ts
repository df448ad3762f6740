/** The words of settings, commands and chance in a chain of causes. */
import type { Field } from '../document/field.ts';
import { describeIntervention } from '../document/label.ts';
import type { DocumentCommand } from '../document/types.ts';
import { specs } from '../kinds/specs.ts';
import { formatDuration, formatShare } from '../lib/duration.ts';
import { own } from '../lib/table.ts';
import type { NodeRecord } from '../sim/world.ts';
import { commandMicros } from './difference.ts';
import { sceneAt } from './past-facts.ts';
import type { Run } from './run.ts';

/** "Timeout of web is 50 ms". */
export function settingWords(run: Run, node: NodeRecord, name: string, at: number): string {
  const field: Field | undefined = own(specs[node.kind]?.fields, name);
  if (field === undefined) return `${name} of ${node.name}`;
  const saved = sceneAt(run, at).nodes.find(({ id }) => id === node.id)?.config;
  const value = own(saved, name) ?? field.default;
  return `${field.label} of ${node.name} is ${valueWords(field, value)}`;
}

function valueWords(field: Field, value: unknown): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value !== 'number') return typeof value === 'string' ? value : 'set so';
  if (value === 0 && field.zero !== undefined) return field.zero;
  if (field.widget === 'duration') return formatDuration(value);
  if (field.widget === 'percent') return formatShare(value);
  return field.unit === undefined ? String(value) : `${value} ${field.unit}`;
}

/** "by chance: s1 answers 20 % with an error". */
export function chanceWords(node: string, purpose: string, rate: number | null): string {
  if (purpose === 'failure') return `by chance: ${node} fails now and then`;
  if (rate === null) return `by chance, at ${node}`;
  return `by chance: ${node} answers ${formatShare(rate)} with an error`;
}

/** What was done, by the first word of its description. */
const DONE: Readonly<Record<string, string>> = {
  Crash: 'crashed',
  Hang: 'hung',
  Drain: 'drained',
  Restart: 'restarted',
  Slow: 'slowed',
  Cut: 'cut',
  Lose: 'let go missing',
  Delay: 'delayed',
  Set: 'set',
  Remove: 'removed',
};

/** "you crashed s1 at 12.4 s". */
export function commandWords(
  run: Run,
  index: number,
): { words: string; at: number | null; place: string | null } {
  const command = run.document.commands[index];
  if (command === undefined) return { words: '', at: null, place: null };
  const at = commandMicros(command);
  const before = sceneAt(run, at - 1);
  const deed = describeIntervention(command, before, specs);
  const [first = ''] = deed.split(' ', 1);
  const done = own(DONE, first);
  const when = formatDuration(command.at);
  const words =
    done === undefined
      ? `you did this at ${when}: ${deed}`
      : `you ${done}${deed.slice(first.length)} at ${when}`;
  return { words, at, place: placeOf(command) };
}

function placeOf(command: DocumentCommand): string | null {
  if ('node' in command) return command.node;
  if ('edge' in command) return command.edge;
  if (command.do === 'place') return command.nodes[0] ?? null;
  return null;
}

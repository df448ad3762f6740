/**
 * The sheet of keys as data: the keys of commands by group, and those that only the diagram itself
 * knows.
 */
import { type CommandGroup, keyWords } from './command.ts';
import { commandWords as words } from './command-words.ts';
import { commands } from './commands.ts';

export interface SheetRow {
  readonly id: string;
  /** As shown, each in a box of its own. */
  readonly keys: readonly string[];
  readonly does: string;
}

export interface SheetGroup {
  readonly id: string;
  readonly title: string;
  readonly rows: readonly SheetRow[];
}

/** Groups without a key are left out. */
export function keysSheet(): readonly SheetGroup[] {
  const groups = Object.keys(words.groups) as CommandGroup[];
  return [
    ...groups
      .map((id) => ({ id, title: words.groups[id], rows: rowsOf(id) }))
      .filter((group) => group.rows.length > 0),
    {
      id: 'canvas',
      title: words.sheet.canvas,
      rows: words.canvasKeys.map(([id, keys, does]) => ({ id, keys: [keys], does })),
    },
  ];
}

function rowsOf(group: CommandGroup): SheetRow[] {
  return commands
    .filter((command) => command.group === group && command.keys !== undefined)
    .map(({ id, keys = [] }) => ({
      id,
      // The same key with Shift, for keyboards that need it to write the sign, is the same key to
      // the reader.
      keys: [...new Set(keys.map(keyWords))].filter(
        (key, _, all) => !(key.startsWith('Shift ') && all.includes(key.slice('Shift '.length))),
      ),
      does: words.commands[id],
    }));
}

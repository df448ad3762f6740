/**
 * What a command is: one thing the page can do, with its words and its keys. Keys, the sheet of
 * keys, the command palette and the context menus are all read from the same list.
 */
import { commandWords as words } from './command-words.ts';

export type CommandId = keyof typeof words.commands;
/** Headings of the palette and of the sheet of keys, in this order. */
export type CommandGroup = keyof typeof words.groups;
export interface Command {
  readonly id: CommandId;
  readonly group: CommandGroup;
  /** As tinykeys spells them; the first is the one shown. */
  readonly keys?: readonly string[];
  /**
   * The browser turns these keys into events of its own (`copy`), which are followed instead of the
   * keys.
   */
  readonly native?: true;
  /** A focused button, tab or slider needs the key for itself. */
  readonly yields?: true;
  /** Works from within a field that nobody is writing in. */
  readonly fromFields?: true;
  /** In other words than usual: "Undo: Crash Server 2". */
  readonly says?: () => string;
  /** False while there is nothing to do it to. */
  readonly isEnabled?: () => boolean;
  readonly run: () => void;
}

/** What it is called right now. */
export function labelOf(command: Command): string {
  return command.says?.() ?? words.commands[command.id];
}

export function isPossible(command: Command): boolean {
  return command.isEnabled?.() ?? true;
}

const NAMES: Readonly<Record<string, string>> = {
  $mod: 'Ctrl/⌘',
  Escape: 'Esc',
  Delete: 'Del',
  '-': '−',
};

/** "Ctrl/⌘ Shift Z" for `$mod+Shift+z`. */
export function keyWords(key: string): string {
  // A plus of its own, alone or after modifiers, is a key and no sign between two.
  const parts = key.replace(/(^|\+)\+$/, '$1plus').split('+');
  return parts
    .map((part) => {
      if (part === 'plus') return '+';
      const plain = part.replace(/^(?:Digit|Key)(?=.$)/, '');
      return NAMES[plain] ?? (plain.length === 1 ? plain.toUpperCase() : plain);
    })
    .join(' ');
}

/** The key shown beside a command; undefined when it has none. */
export function shortcutOf(command: Command): string | undefined {
  const [first] = command.keys ?? [];
  return first === undefined ? undefined : keyWords(first);
}

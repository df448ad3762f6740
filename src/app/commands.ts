/** The list of everything the page can do. */
import type { Command } from './command.ts';
import { diagramCommands } from './commands-diagram.ts';
import { editCommands } from './commands-edit.ts';
import { playCommands } from './commands-play.ts';
import { viewCommands } from './commands-view.ts';

export const commands: readonly Command[] = [
  ...editCommands,
  ...playCommands,
  ...viewCommands,
  ...diagramCommands,
];

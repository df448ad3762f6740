/**
 * What a document with commands or conditions needs, and one that is changed while it runs. Fetched
 * once something moves.
 */
import { commands } from '../run/commands.ts';
import { succeed } from '../run/successor.ts';

export const changing = { commands, succeed };

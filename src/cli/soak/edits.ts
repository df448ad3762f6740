/**
 * A random edit of a document, as a hand at the table would make it: deeds, and changes of what is
 * planned.
 */
import type { Edit } from '../../document/edit-desk.ts';
import type { SceneDocument } from '../../document/types.ts';
import type { Chance } from './chance.ts';
import type { Kinds } from './check.ts';
import { randomDeed } from './deeds.ts';
import { makerFor } from './maker.ts';
import { Table } from './table.ts';

/** @returns null where there is nothing to edit */
export function editFor(document: SceneDocument, kinds: Kinds, chance: Chance): Edit | null {
  const { commands } = document;
  const lastMs = commands.at(-1)?.at ?? 1_000;
  const how = chance.pick([
    'deed',
    'deed',
    'deed',
    'delete',
    'move',
    'seed',
    'fork',
    'start',
  ] as const);
  const index = chance.int(0, Math.max(0, commands.length - 1));
  if (how === 'delete' && commands.length > 0) return { edit: 'delete-command', index };
  if (how === 'move' && commands.length > 0) {
    return { edit: 'move-command', index, at: Math.floor(chance.real(0, lastMs)) };
  }
  if (how === 'seed') return { edit: 'seed', seed: chance.int(0, 9) };
  if (how === 'fork') return { edit: 'fork' };
  if (how === 'start') return { edit: 'make-start' };
  const table = Table.of(document, makerFor(kinds), chance);
  const deed = randomDeed(table, lastMs);
  if (deed === null) return null;
  if (deed.do === 'add') return { edit: 'add', nodes: deed.nodes ?? [], edges: deed.edges ?? [] };
  if (deed.do === 'remove')
    return { edit: 'remove', nodes: deed.nodes ?? [], edges: deed.edges ?? [] };
  return { edit: 'intervene', command: deed };
}

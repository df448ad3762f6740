/**
 * A random edit of a document, as a hand at the table would make it: deeds, and changes of what is
 * planned.
 */
import { broughtBy, deeds, targetsOf } from '../../document/deeds.ts';
import type { Edit } from '../../document/edit-desk.ts';
import type { SceneDocument } from '../../document/types.ts';
import type { Kinds } from '../../run/kinds.ts';
import type { Chance } from './chance.ts';
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
    'remove',
    'move',
    'seed',
    'fork',
    'start',
  ] as const);
  const index = chance.int(0, Math.max(0, commands.length - 1));
  if (how === 'remove' && commands.length > 0) return { edit: 'remove-command', index };
  if (how === 'move' && commands.length > 0) {
    return { edit: 'move-command', index, at: Math.floor(chance.real(0, lastMs)) };
  }
  if (how === 'seed') return { edit: 'seed', seed: chance.int(0, 9) };
  if (how === 'fork') return { edit: 'fork' };
  if (how === 'start') return { edit: 'make-start' };
  const table = Table.of(document, makerFor(kinds), chance);
  const act = randomDeed(table);
  if (act === null) return null;
  const deed = deeds[act.do];
  const { nodes, edges } = broughtBy(act);
  if (nodes.length + edges.length > 0) return { edit: 'add', nodes: [...nodes], edges: [...edges] };
  if (deed?.on !== 'table' || deed.run !== 'leave') return { edit: 'intervene', command: act };
  const targets = targetsOf(act);
  const isNode = (id: string) => table.nodes.some((node) => node.id === id);
  return {
    edit: 'remove',
    nodes: targets.filter(isNode),
    edges: targets.filter((id) => !isNode(id)),
  };
}

/** Edits of looks: places, sizes, names, speed. They have no time. */
import { type Desk, type Edit, type EditResult, looks, reject } from './edit-desk.ts';
import { findBadNumber } from './edit-limits.ts';
import { changeNode, findNode, moveNodes, withFolded } from './edit-looks.ts';
import { moveNotes } from './edit-notes.ts';
import { LIMITS } from './limits.ts';
import { mayBeFrame } from './parts.ts';
import type { SceneDocument } from './types.ts';
import { nameOf, show } from './words.ts';

type LooksEdit = Extract<
  Edit,
  { edit: 'move' | 'arrange' | 'resize' | 'fold' | 'rename' | 'title' | 'speed' }
>;

export function changeLooks(desk: Desk, edit: LooksEdit): EditResult {
  const { document } = desk;
  const bad = findBad(edit);
  if (bad !== null) return reject(bad);
  switch (edit.edit) {
    case 'move':
      return looks(move(desk, document, edit.positions), 'Move');
    case 'arrange': {
      const sized = Object.entries(edit.sizes).reduce(
        (made, [id, size]) => changeNode(made, id, (node) => ({ ...node, size })),
        document,
      );
      const { frame } = edit;
      const node = frame === undefined ? undefined : findNode(document, frame);
      const label = node === undefined ? 'Tidy layout' : `Arrange ${nameOf(node, desk.specs)}`;
      return looks(move(desk, sized, edit.positions), label);
    }
    case 'title':
      return looks({ ...document, title: edit.title.slice(0, LIMITS.text) }, 'Rename diagram');
    case 'speed':
      return looks(withSpeed(document, edit.speed), 'Change speed');
    case 'fold':
      return fold(desk, edit);
    default: {
      const node = findNode(document, edit.node);
      if (node === undefined) return reject(`There is no node ${show(edit.node)}.`);
      const called = nameOf(node, desk.specs);
      if (edit.edit === 'rename') return looks(rename(document, edit), `Rename ${called}`);
      const { size, positions = {} } = edit;
      const sized = changeNode(document, edit.node, (old) => ({ ...old, size }));
      return looks(move(desk, sized, positions), `Resize ${called}`);
    }
  }
}

function fold(
  { document, specs }: Desk,
  { frame, folded }: Extract<Edit, { edit: 'fold' }>,
): EditResult {
  const node = findNode(document, frame);
  if (node === undefined || !mayBeFrame(frame, [node], specs)) {
    return reject(`There is no frame ${show(frame)}.`);
  }
  const others = (document.view?.folded ?? []).filter((id) => id !== frame);
  const label = `${folded ? 'Fold' : 'Unfold'} ${nameOf(node, specs)}`;
  return looks(withFolded(document, folded ? [...others, frame] : others), label);
}

function findBad(edit: LooksEdit): string | null {
  switch (edit.edit) {
    case 'move':
      return findBadNumber({ positions: Object.values(edit.positions) });
    case 'arrange':
      return findBadNumber({
        positions: Object.values(edit.positions),
        sizes: Object.values(edit.sizes),
      });
    case 'resize':
      return findBadNumber({
        positions: Object.values(edit.positions ?? {}),
        sizes: [edit.size],
      });
    case 'speed':
      return edit.speed === null || (edit.speed > 0 && edit.speed <= 1e6)
        ? null
        : `The speed ${show(edit.speed)} is not above 0 and at most 1,000,000.`;
    default:
      return null;
  }
}

function move(
  { at, specs }: Desk,
  document: SceneDocument,
  positions: Readonly<Record<string, [number, number]>>,
): SceneDocument {
  return moveNotes(moveNodes(document, positions, at, specs), positions);
}

function rename(document: SceneDocument, edit: { node: string; name: string }): SceneDocument {
  const name = edit.name.trim().slice(0, LIMITS.text);
  return changeNode(document, edit.node, ({ name: _old, ...rest }) =>
    name === '' ? rest : { ...rest, name },
  );
}

function withSpeed({ speed: _old, ...rest }: SceneDocument, speed: number | null): SceneDocument {
  return speed === null ? rest : { ...rest, speed };
}

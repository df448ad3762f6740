/** Notes on the table: put there, written, attached to a node and taken off it again. */
import { freshId } from '../document/fresh-id.ts';
import { LIMITS } from '../document/limits.ts';
import { detached } from '../document/notes.ts';
import type { DocumentNote } from '../document/types.ts';
import { NOTE_SIZE } from '../document/types.ts';
import { edit, useDocument, whenEditable } from '../store/document.ts';
import { announce, say } from '../store/notices.ts';
import { useScene } from '../store/scene.ts';
import { select, startEditing, startPlacing, useSelection } from '../store/selection.ts';
import { middleOfView } from './camera.ts';
import { freePlace, type Point, snap } from './layout.ts';
import { allBoxes, drawnNotes, originOf, useLayout } from './layout-store.ts';
import { nameOf } from './names.ts';
import { words } from './words.ts';

/** How far below its node a note hangs at first. */
const BELOW = 16;

/**
 * Puts an empty note with its middle at a point of the canvas, else near the middle of the view,
 * and begins writing.
 */
export function placeNote(at?: Point): boolean {
  return whenEditable(() => placeNow(at));
}

function placeNow(at: Point | undefined): boolean {
  const [width, height] = NOTE_SIZE;
  const [x, y] = at ?? middleOfView();
  const wanted: Point = [x - width / 2, y - height / 2];
  const free = at === undefined ? freePlace(wanted, NOTE_SIZE, [...allBoxes().values()]) : wanted;
  const id = freshId(useDocument.getState().document, 'n');
  startPlacing(null);
  const note: DocumentNote = { id, text: '', at: [snap(free[0]), snap(free[1])] };
  if (!edit({ edit: 'note', note })) return false;
  select([id]);
  useSelection.setState({ cursor: id });
  startEditing(id);
  return true;
}

/** The text of a note as it is from now on; an empty note that was never written is no note. */
export function writeNote(id: string, text: string): boolean {
  const note = noteOf(id);
  if (note === undefined || note.text === text) return true;
  if (text.length > LIMITS.text) {
    say(words.noteTooLong(text.length, LIMITS.text), { tone: 'warn' });
    return false;
  }
  return edit({ edit: 'note', note: { ...note, text } });
}

/** Attaches a note to a node, below it and clear of everything else. */
export function attachNote(id: string, node: string): boolean {
  const note = noteOf(id);
  const holder = useScene.getState().nodes.find((candidate) => candidate.id === node);
  const { resting } = useLayout.getState();
  const box = resting.get(node);
  if (note === undefined || holder === undefined || box === undefined) return false;
  const taken = [...resting].filter(([other]) => other !== id).map(([, other]) => other);
  // A frame is full of its members: the note hangs outside it.
  const [x, y] = freePlace([box.x, box.y + box.height + BELOW], note.size ?? NOTE_SIZE, taken);
  const [ox, oy] = originOf(node);
  const put: DocumentNote = { ...note, at: [x - ox, y - oy], on: node };
  if (!edit({ edit: 'note', note: put })) return false;
  announce(words.attached(nameOf(holder)));
  return true;
}

/** Takes a note off its node; it stays where it is. */
export function detachNote(id: string): boolean {
  const note = noteOf(id);
  if (note?.on === undefined) return false;
  if (!edit({ edit: 'note', note: detached(note, useScene.getState().nodes) })) return false;
  announce(words.detached);
  return true;
}

/** The note that is selected last, if one is. */
export function selectedNote(): DocumentNote | undefined {
  const id = useSelection.getState().ids.at(-1);
  return id === undefined ? undefined : noteOf(id);
}

function noteOf(id: string): DocumentNote | undefined {
  return drawnNotes().find((note) => note.id === id);
}

/**
 * What a person does to a document, as data, and the document afterwards. At the start an edit of
 * behaviour changes nodes and edges themselves; later it becomes one command at the moment shown,
 * after those already there. Looks and notes have no time.
 */
import { sets, setsEdge } from './deeds-table.ts';
import { changeSettings, perform, place, reconnect, schedule } from './edit-act.ts';
import { changeLooks } from './edit-appearance.ts';
import { setConditions } from './edit-conditions.ts';
import { behaves, type Desk, type Edit, type EditResult, reject } from './edit-desk.ts';
import { whyTooMuch } from './edit-limits.ts';
import { putNote } from './edit-notes.ts';
import { add, remove } from './edit-parts.ts';
import { settle } from './edit-settle.ts';
import { makeStart } from './edit-start.ts';
import { changeCommand, fork } from './edit-timeline.ts';
import { isSameJson } from './field.ts';
import { momentOf } from './scene.ts';
import type { Specs } from './spec.ts';
import type { SceneDocument } from './types.ts';
import { count, show } from './words.ts';

export type { Edit, EditResult };

/** @param nowMs the moment shown, in milliseconds of simulated time */
export function applyEdit(
  document: SceneDocument,
  edit: Edit,
  nowMs: number,
  specs: Specs,
): EditResult {
  const desk = { document, at: momentOf(nowMs), specs };
  const result = dispatch(desk, edit);
  if (!result.ok) return result;
  const settled = settle(desk, result.document);
  if (isSameJson(settled, document)) return { ...result, document };
  const message = whyTooMuch(settled);
  if (message !== null) return reject(message);
  const { label } = result;
  const also = alsoGone(result.document, settled);
  return { ...result, document: settled, ...(also !== null && { also: `${label}: ${also}` }) };
}

/** Conditions go with what they are about, and may be far from where one looks. */
function alsoGone(before: SceneDocument, after: SceneDocument): string | null {
  const gone = (before.conditions?.length ?? 0) - (after.conditions?.length ?? 0);
  return gone === 0
    ? null
    : `this also removed ${count(gone, 'stop condition')} about what is gone.`;
}

function dispatch(desk: Desk, edit: Edit): EditResult {
  switch (edit.edit) {
    case 'add':
      return add(desk, edit);
    case 'remove':
      return remove(desk, edit);
    case 'set':
      return changeSettings(desk, sets(edit.node, edit.config));
    case 'set-edge':
      return changeSettings(desk, setsEdge(edit.edge, edit.config));
    case 'place':
      return place(desk, edit);
    case 'reconnect':
      return reconnect(desk, edit);
    case 'intervene':
      return edit.at === undefined
        ? perform(desk, edit.command)
        : schedule(desk, edit.command, edit.at);
    case 'move':
    case 'arrange':
    case 'resize':
    case 'fold':
    case 'rename':
    case 'title':
    case 'speed':
      return changeLooks(desk, edit);
    case 'note':
      return putNote(desk, edit.note);
    case 'conditions':
      return setConditions(desk, edit.conditions);
    case 'seed':
      return changeSeed(desk, edit.seed);
    case 'move-command':
    case 'remove-command':
    case 'edit-command':
      return changeCommand(desk, edit);
    case 'make-start':
      return behaves(makeStart(desk, edit.over), 'Start the run from this state');
    case 'fork':
      return fork(desk);
    default:
      throw new Error(`Unknown edit ${JSON.stringify(edit satisfies never)}.`);
  }
}

function changeSeed({ document }: Desk, seed: number): EditResult {
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
    return reject(`The seed ${show(seed)} is not a whole number from 0 to 4294967295.`);
  }
  return behaves(seed === document.seed ? document : { ...document, seed }, `Seed ${seed}`);
}

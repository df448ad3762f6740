/**
 * The faults in force on a part: what commands began, without what the run says is over by itself.
 */

import { describeIntervention } from '../document/deeds.ts';
import { type Faults, stillInForce } from '../document/faults.ts';
import { partsOf } from '../document/parts.ts';
import { foldedAt } from '../document/scene.ts';
import { edit, undo, useDocument } from './document.ts';
import { useLive } from './live.ts';
import { say } from './notices.ts';
import { usePlayback } from './playback.ts';
import { useScene } from './scene.ts';
import { specs } from './specs.ts';
import { words } from './words.ts';

/** Undefined where nothing was done to it. */
export function useInForce(id: string): Faults | undefined {
  const known = useScene((scene) => scene.faults[id]);
  const over = useLive((live) => live.cards.get(id)?.over ?? '');
  return stillInForce(known, namesIn(over));
}

export function inForce(id: string): Faults | undefined {
  const over = useLive.getState().cards.get(id)?.over ?? '';
  return stillInForce(useScene.getState().faults[id], namesIn(over));
}

/** What stands there now, and what is in force, is what the diagram begins with. */
export function makeThisTheStart(): void {
  const { cards } = useLive.getState();
  const { document } = useDocument.getState();
  const { lost } = foldedAt(document, usePlayback.getState().at / 1000, specs());
  const isDone = edit({
    edit: 'make-start',
    over: new Map([...cards].map(([id, { over }]) => [id, namesIn(over)])),
  });
  if (!isDone || lost.length === 0) return;
  const scene = partsOf(document);
  const names = lost.flatMap((index) => {
    const command = document.commands[index];
    return command === undefined ? [] : describeIntervention(command, scene, specs());
  });
  say(words.lostAtStart(names), { tone: 'warn', action: { label: words.undo, run: undo } });
}

function namesIn(over: string): string[] {
  return over.split(' ').filter((name) => name !== '');
}

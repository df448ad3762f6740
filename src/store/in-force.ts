/**
 * The faults in force on a part: what commands began, without what the run says is over by itself.
 */
import { type Faults, stillInForce } from '../document/faults.ts';
import { edit } from './document.ts';
import { useLive } from './live.ts';
import { useScene } from './scene.ts';

/** Undefined where nothing was done to it. */
export function useInForce(id: string): Faults | undefined {
  const told = useScene((scene) => scene.faults[id]);
  const over = useLive((live) => live.cards.get(id)?.over ?? '');
  return stillInForce(told, namesIn(over));
}

export function inForce(id: string): Faults | undefined {
  const over = useLive.getState().cards.get(id)?.over ?? '';
  return stillInForce(useScene.getState().faults[id], namesIn(over));
}

/** What stands there now, and what is in force, is what the diagram begins with. */
export function makeThisTheStart(): void {
  const { cards } = useLive.getState();
  edit({
    edit: 'make-start',
    over: new Map([...cards].map(([id, { over }]) => [id, namesIn(over)])),
  });
}

function namesIn(over: string): string[] {
  return over.split(' ').filter((name) => name !== '');
}

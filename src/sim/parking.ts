/**
 * Processes that hang: they do nothing and lose nothing there is room for. What reaches a hung node
 * is parked and handled in order when it wakes, so many at a time, and until then what comes goes
 * behind it.
 */
import { book, IS } from './agenda.ts';
import { takeParked } from './backlog.ts';
import type { Engine } from './engine.ts';
import { land } from './landing.ts';
import { stepActor } from './stepper.ts';
import type { NodeRecord, Parked } from './world.ts';

/** What begins the steps of a node that wakes: a code of TRIGGER and its number. */
export interface Waking {
  readonly trigger: number;
  readonly ref: number;
}

/** How many are handled in one event: a run can pause between two events. */
const AT_ONCE = 8;

export function hang(engine: Engine, node: NodeRecord, isHung: boolean): void {
  node.hung = isHung;
  if (isHung) node.parks = true;
  else if (node.parks) rouse(engine, node);
}

function rouse(engine: Engine, node: NodeRecord): void {
  const { agenda, now, stormy, trigger, triggerRef } = engine.world;
  const waking: Waking = { trigger, ref: triggerRef };
  book(agenda, stormy ? now + 1 : now, IS.wake, node, waking);
}

/** Handles the next of what was parked. */
export function wake(engine: Engine, node: NodeRecord): void {
  // It hangs again, or has crashed: what was parked waits for another time, or is gone.
  if (node.hung || !node.parks) return;
  const { trigger, triggerRef } = engine.world;
  node.parks = false;
  for (let n = 0; n < AT_ONCE; n++) {
    const item = takeParked(node.parked);
    if (item === undefined) return;
    handle(engine, item);
    engine.world.trigger = trigger;
    engine.world.triggerRef = triggerRef;
  }
  if (node.parked.items.size === 0) return;
  node.parks = true;
  rouse(engine, node);
}

function handle(engine: Engine, item: Parked): void {
  if (!('actor' in item)) land(engine, item.sender, item.carries, item.message);
  else if (!item.actor.gone) stepActor(engine, item.actor, item.event);
}

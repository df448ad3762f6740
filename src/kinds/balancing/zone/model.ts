/**
 * A zone is a room with one power line: nothing in it notices the room until the line fails, and
 * then everything in it is gone at once. What is done to the zone is done to all that stands in it,
 * so it has no behaviour of its own.
 */
import type { MachineModelOf, SimEvent } from '../../../sim/machine.ts';
import type { Model } from '../../../sim/model.ts';
import type { Sim } from '../../../sim/sim.ts';
import { zoneMachine } from './machine.ts';
import type { ZoneConfig, ZoneObservation } from './spec.ts';

/** How many stand in it. */
interface ZoneContext {
  members: number;
}

const countMembers = (context: ZoneContext, sim: Sim) => {
  context.members = sim.members().length;
};

const zone: MachineModelOf<typeof zoneMachine, ZoneContext, SimEvent, Sim> = {
  machine: zoneMachine,
  actions: { countMembers: (context, _event, _params, sim) => countMembers(context, sim) },
  guards: {},
  delays: {},
};

export const model: Model<ZoneContext, ZoneConfig, ZoneObservation> = {
  kind: 'zone',
  machines: { zone },
  main: () => 'zone',
  frame: { end: 'members', isTransparent: true },
  context: (_config, sim) => ({ members: sim.members().length }),
  configure: () => {},
  observe: ({ members }, view) => ({
    state: view.state,
    members,
    isLost: view.state === 'unpowered',
  }),
  held: () => [],
};

/**
 * A small table for tests of the page: a client, a balancer, a pool with a server in it, and a
 * server beside.
 */
import type { SceneDocument } from '../document/types.ts';
import { specs } from '../kinds/specs.ts';
import { openDocument, useDocument } from './document.ts';
import { connectSimulation } from './playback.ts';
import { cancel, useSelection } from './selection.ts';
import { FakeSimulation } from './simulation-test-support.ts';
import { provideSpecs } from './specs.ts';

const scene: SceneDocument = {
  version: 2,
  title: 'Test',
  seed: 1,
  nodes: [
    { id: 'web', kind: 'client', name: 'visitors', at: [0, 0] },
    { id: 'lb', kind: 'load-balancer', name: 'balancer', at: [320, 0] },
    { id: 'pool', kind: 'pool', name: 'backends', at: [640, 0], size: [320, 240] },
    { id: 's1', kind: 'server', name: 'server 1', in: 'pool', at: [16, 48] },
    { id: 's2', kind: 'server', name: 'server 2', at: [640, 400] },
  ],
  edges: [
    { id: 'e1', from: 'web', to: 'lb' },
    { id: 'e2', from: 'lb', to: 'pool' },
  ],
  commands: [],
};

/** Opens the table; nothing is selected and nothing runs. */
export function openTestTable(): FakeSimulation {
  provideSpecs(specs);
  const fake = new FakeSimulation();
  connectSimulation(fake);
  cancel();
  cancel();
  useSelection.setState({ cursor: null });
  openDocument(structuredClone(scene), { guest: true });
  return fake;
}

export const nodeIds = () => useDocument.getState().document.nodes.map(({ id }) => id);
export const undoSteps = () => useDocument.getState().past.length;

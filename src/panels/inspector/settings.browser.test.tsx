/** What the settings of an edge say of what it carries. */
import { beforeEach, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import type { SceneDocument } from '../../document/types.ts';
import { depotSpec, dockSpec } from '../../kinds/shared/canary.test-support.ts';
import { edit, openDocument } from '../../store/document.ts';
import { connectSimulation } from '../../store/playback.ts';
import { useScene } from '../../store/scene.ts';
import { useSelection } from '../../store/selection.ts';
import { FakeSimulation } from '../../store/simulation-test-support.ts';
import { provideSpecs } from '../../store/specs.ts';
import { EdgeSettings, NodeSettings } from './settings.tsx';

const depot = { ...depotSpec, replicates: true } as const;

const scene: SceneDocument = {
  version: 2,
  title: 'Harbour',
  seed: 1,
  nodes: [
    { id: 'dk1', kind: 'dock', at: [0, 0] },
    { id: 'dp1', kind: 'depot', at: [300, 0], config: { crates: 2 } },
  ],
  edges: [{ id: 'e1', from: 'dk1', to: 'dp1', protocol: 'parcels', port: 'crate 2' }],
  commands: [],
};

beforeEach(() => {
  provideSpecs({ depot, dock: dockSpec });
  connectSimulation(new FakeSimulation());
  openDocument(scene, { guest: true, paused: true });
});

function Shown() {
  const edge = useScene((shown) => shown.edges[0]);
  return edge === undefined ? null : <EdgeSettings edge={edge} />;
}

test('a port that its end does not offer any more is kept, and is said to be missing', async () => {
  const screen = await render(<Shown />);
  await expect.element(screen.getByLabelText('Carries')).toHaveDisplayValue(/crate 2/);
  expect(screen.container.textContent).not.toContain('does not offer');
  edit({ edit: 'set', node: 'dp1', config: { crates: 1 } });
  await expect
    .element(screen.getByText('Depot does not offer crate 2 now. It offers crate 1.'))
    .toBeVisible();
  await expect.element(screen.getByLabelText('Carries')).toHaveDisplayValue(/crate 2/);
});

function Part({ id }: { id: string }) {
  const part = useScene((shown) => shown.nodes.find((node) => node.id === id));
  return part === undefined ? null : <NodeSettings node={part} spec={depot} />;
}

test('a part becomes the template of replicas, which are set as it is', async () => {
  const screen = await render(<Part id="dp1" />);
  await screen.getByLabelText('At most').fill('3');
  await userEvent.keyboard('{Enter}');
  const ids = () => useScene.getState().nodes.map(({ id }) => id);
  expect(ids()).toEqual(['dk1', 'dp1', 'dp1.1', 'dp1.2', 'dp1.3']);
  // Never more at least than at most.
  await screen.getByLabelText('At least').fill('5');
  await userEvent.keyboard('{Enter}');
  expect(useScene.getState().nodes[1]?.replicas).toEqual({ min: 5, max: 5 });
  await screen.unmount();
  const one = await render(<Part id="dp1.2" />);
  await expect.element(one.getByText(/One of the replicas of Depot/)).toBeVisible();
  await one.getByRole('button', { name: 'Go to Depot' }).click();
  expect([...useSelection.getState().ids]).toEqual(['dp1']);
});

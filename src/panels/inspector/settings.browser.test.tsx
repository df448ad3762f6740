/** What the settings of an edge say of what it carries. */
import { beforeEach, expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import type { SceneDocument } from '../../document/types.ts';
import { depotSpec, dockSpec } from '../../kinds/shared/canary.test-support.ts';
import { edit, openDocument } from '../../store/document.ts';
import { connectSimulation } from '../../store/playback.ts';
import { useScene } from '../../store/scene.ts';
import { FakeSimulation } from '../../store/simulation-test-support.ts';
import { provideSpecs } from '../../store/specs.ts';
import { EdgeSettings } from './settings.tsx';

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
  provideSpecs({ depot: depotSpec, dock: dockSpec });
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

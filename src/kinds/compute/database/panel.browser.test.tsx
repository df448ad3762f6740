import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import { completeConfig } from '../../../document/field.ts';
import type { ReplicaReport } from './observation.ts';
import { Panel } from './panel.tsx';
import { type DatabaseObservation, spec } from './spec.ts';

const config = completeConfig(spec, undefined);
const { slots, queueLimit, connectionLimit } = config;

function seen(changes: Partial<DatabaseObservation>): DatabaseObservation {
  return {
    state: 'up.idle',
    hung: false,
    role: 'primary',
    slots,
    busy: 0,
    waiting: 0,
    queueLimit,
    connections: 1,
    connectionLimit,
    slowdown: 1,
    errorRate: 0,
    answered: 0,
    failed: 0,
    behind: 0,
    lagMs: 0,
    believedBehind: 0,
    believedLagMs: 0,
    applied: 0,
    missed: 0,
    staleReads: 0,
    refusedWrites: 0,
    committed: 0,
    unsent: 0,
    ...changes,
  };
}

/** The panel over these replicas. */
function show(observation: DatabaseObservation, rows: readonly ReplicaReport[]) {
  const ask = vi.fn(() => ({ rows, count: rows.length }));
  const nothing = () => null;
  return {
    ask,
    screen: render(
      <Panel
        config={config}
        observation={observation}
        ask={ask}
        set={nothing}
        act={nothing}
        history={nothing}
      />,
    ),
  };
}

test('shows the lag of a replica as it is, and what it believes beside it', async () => {
  const observation = seen({ role: 'replica', lagMs: 30_000, behind: 600, staleReads: 1500 });
  const { screen: shown, ask } = show(observation, []);
  const screen = await shown;
  expect(ask).not.toHaveBeenCalled();
  await expect.element(screen.getByRole('row', { name: 'Lag 30 s 0 ms' })).toBeVisible();
  await expect.element(screen.getByRole('row', { name: 'Changes behind 600 0' })).toBeVisible();
  await expect.element(screen.getByText('Stale reads: 1.5k')).toBeVisible();
  expect(screen.getByText('lost for good').elements()).toEqual([]);
});

test('lists the replicas of a primary with their lag', async () => {
  const row = {
    id: '1',
    name: 'replica 1',
    state: 'open',
    unsent: 0,
    behind: 3,
    lagMs: 40,
  } as const;
  const screen = await show(seen({}), [row]).screen;
  await expect
    .element(screen.getByRole('row', { name: 'replica 1 connected 40 ms 3 0' }))
    .toBeVisible();
});

test('says nothing of replication where there is none', async () => {
  const screen = await show(seen({}), []).screen;
  expect(screen.container.textContent).toBe('');
});

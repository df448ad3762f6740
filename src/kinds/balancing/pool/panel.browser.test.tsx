import { expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { completeConfig } from '../../../document/field.ts';
import type { DecisionReport, PoolObservation } from './observation.ts';
import { Panel } from './panel.tsx';
import { spec } from './spec.ts';

const look: DecisionReport = {
  at: 30_000_000,
  current: 2,
  proposal: 4,
  stabilized: 4,
  replicas: 3,
  reason: 'ScaleUpLimit',
  figures: [{ by: 'utilization', target: 60, reported: 100, replicas: 4 }],
};

function show(decisions: readonly DecisionReport[], counts: PoolObservation['counts']) {
  return render(
    <Panel
      config={completeConfig(spec, undefined)}
      observation={{ state: 'scaling.growing', counts }}
      ask={() => decisions}
      set={() => null}
      act={() => null}
      history={() => null}
    />,
  );
}

test('shows of each look the figure, what it asked for, and what that came to', async () => {
  const unknown: DecisionReport = {
    ...look,
    at: 0,
    proposal: null,
    replicas: 2,
    reason: 'FailedComputeMetricsReplicas',
    figures: [{ by: 'each-rate', target: 50, reported: null, replicas: null }],
  };
  const held = { ...look, at: 15e6, proposal: 1, stabilized: 2, replicas: 2 };
  const screen = await show([look, { ...held, reason: 'DesiredWithinRange' }, unknown], {
    count: 8,
    wanted: 3,
    ready: 2,
  });
  await expect.element(screen.getByText('3 of 8 members are wanted, 2 take part.')).toBeVisible();
  const rows = screen.getByRole('row');
  await expect
    .element(rows.nth(1))
    .toHaveTextContent('30 sNo more may be added at once.100 % of 60 %42 → 3');
  await expect
    .element(rows.nth(2))
    .toHaveTextContent('15 sLooks before asked for more.100 % of 60 %12');
  await expect
    .element(rows.nth(3))
    .toHaveTextContent('0 msThe figures say too little.unknown of 50/sunknown2');
});

test('shows nothing of a pool that does not scale', async () => {
  const screen = await show([], null);
  expect(screen.container.textContent).toBe('');
});

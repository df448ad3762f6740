/** Every part is a state machine, and the inspector draws the one that runs. */
import { expect, test } from '@playwright/test';
import { card, inspect, inspector, openScene, runOn, showTab } from './table.ts';

test('PL-1: the statechart of a server shows the state it is in, and its last transitions', async ({
  page,
}) => {
  await openScene(page, 'one-server-overloaded', 10_000);
  await inspect(page, 'server');
  await showTab(page, 'States');
  const chart = inspector(page).getByRole('group', { name: 'Statechart of server' });
  const lit = chart.locator('[data-current="true"]');
  await expect(lit).toHaveCount(1);
  await expect(card(page, 'server')).toContainText('saturated');
  await expect(lit).toHaveAttribute('data-state', 'up.saturated');
  await expect(lit).toContainText('now');
  // The box around it is on as well, others are not.
  await expect(chart.locator('[data-state="up"]')).toHaveAttribute('data-on', 'true');
  await expect(chart.locator('[data-state="draining"]')).toHaveAttribute('data-on', 'false');
  for (const words of ['[isFull] / turnAway', '[hasFreeSlot] / serve', 'crash']) {
    await expect(chart).toContainText(words);
  }
  const transitions = inspector(page).getByRole('listitem').filter({ hasText: '→' });
  await expect(transitions.first()).toContainText(/0:\d\d\.\d{3}.*→/);

  await inspector(page).getByRole('button', { name: 'Crash' }).click();
  await expect(lit).toHaveAttribute('data-state', 'down');
  await expect(card(page, 'server')).toContainText('down');
  await expect(transitions.first()).toContainText(/0:10.*→ down.*crash/);
  await inspector(page).getByRole('button', { name: 'Bring back' }).click();
  await expect(lit).toHaveAttribute('data-state', 'starting');
  await runOn(page, 2_000);
  await expect(lit).toHaveAttribute('data-state', /^up\./);
});

test('PL-1: a balancer shows its backends as parts with states of their own', async ({ page }) => {
  await openScene(page, 'crash-and-recovery', 1_000);
  await inspect(page, 'balancer');
  await showTab(page, 'States');
  await expect(inspector(page).locator('[data-current="true"]')).toHaveCount(1);
  // It knows three backends, and says of each how healthy it is; one was crashed at 2 s.
  const parts = inspector(page).getByRole('button', { name: /^backend / });
  await expect(parts).toHaveCount(3);
  await expect(parts.filter({ hasText: 's2' })).toContainText('healthy');
  await openScene(page, 'crash-and-recovery', 3_500);
  await inspect(page, 'balancer');
  await expect(parts.filter({ hasText: 's2' })).toContainText('unhealthy');
  await parts.filter({ hasText: 's2' }).click();
  await expect(inspector(page).locator('[data-current="true"]')).toHaveAttribute(
    'data-state',
    'unhealthy',
  );
  await expect(
    inspector(page).getByRole('listitem').filter({ hasText: '→' }).first(),
  ).toBeVisible();
});

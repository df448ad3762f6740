import { afterEach, describe, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import type { ConfigJson } from '../../../document/types.ts';
import { cssVariables } from '../../../lib/ink.ts';
import type { PanelProps } from '../../panel-props.ts';
import type { BalancerAnswers, BalancerObservation } from './observation.ts';
import { Panel } from './panel.tsx';
import type { BalancerConfig } from './spec.ts';
import { ask, balancerConfig, observed, run, scene } from './test-support.ts';

const inks = document.createElement('style');
inks.textContent = cssVariables();
document.head.append(inks);

afterEach(() => {
  delete document.documentElement.dataset.theme;
});

/** The panel over a scene that ran, in an inspector's width. */
async function show(balancer: ConfigJson) {
  const made = run(
    scene({
      client: { rate: 20, connections: 3, firstAddress: '198.51.100.200', keepAlive: false },
      balancer,
      servers: {
        'checkout-server-with-a-long-name': { service: { dist: 'constant', value: 300 } },
        b: { weight: 2 },
        c: {},
      },
      commands: [{ at: 1000, do: 'crash', node: 'c' }],
      latency: 10,
    }),
    4000,
  );
  const props: PanelProps<BalancerConfig, BalancerObservation, BalancerAnswers> = {
    config: balancerConfig(balancer),
    observation: observed(made),
    ask: ({ about }) => ask(made, about),
    set: () => null,
    act: () => null,
    history: () => null,
  };
  document.documentElement.dataset.theme = 'light';
  return render(
    <div style={{ width: 336, padding: 12, background: 'var(--ink-island)' }}>
      <Panel {...props} />
    </div>,
  );
}

const shares = (screen: Awaited<ReturnType<typeof show>>) =>
  screen.getByRole('table', { name: 'Share per backend' });

describe('the panel', () => {
  test('shows share, what the backend’s leg cost, NAT and a packet’s addresses (layer 4)', async () => {
    const screen = await show({ mode: 'l4' });
    await expect.element(shares(screen).getByRole('row', { name: /^c unhealthy/ })).toBeVisible();
    await expect.element(screen.getByText('handshake 20 ms').first()).toBeVisible();
    await expect.element(screen.getByRole('heading', { name: /NAT table/ })).toBeVisible();
    await expect
      .element(
        screen.getByRole('row', { name: /Request in 198\.51\.100\.200:\d+ → 10\.0\.0\.2:80/ }),
      )
      .toBeVisible();
    await expect
      .element(screen.getByRole('row', { name: /Request out 10\.0\.0\.2:\d+ → 10\.0\.0\.\d:80/ }))
      .toBeVisible();
    await expect
      .element(screen.getByRole('row', { name: /Response in 10\.0\.0\.\d:80 → 10\.0\.0\.2:\d+/ }))
      .toBeVisible();
    await expect
      .element(screen.getByRole('row', { name: /Response out 10\.0\.0\.2:80 → 198/ }))
      .toBeVisible();
  });

  test('says how each backend is: its last check, and why it is out', async () => {
    const checks = { checks: 'tcp', panicThreshold: 0, maxFails: 0 };
    const screen = await show({ mode: 'l7', ...checks, checkInterval: 200 });
    const table = screen.getByRole('table', { name: 'Health' });
    const row = table.getByRole('row', { name: /^c unhealthy/ });
    await expect.element(row).toHaveTextContent(/connection-refused at .*checks fail for /);
    await expect
      .element(table.getByRole('row', { name: /^b healthy/ }))
      .toHaveTextContent(/let in at .*no$/);
    const without = await show({ mode: 'l7', maxFails: 0 });
    expect(without.container.textContent).not.toContain('Last check');
  });

  test('shows how choices spread, since the start and lately, beside the share by weight', async () => {
    const screen = await show({ mode: 'l7', algorithm: 'weighted-round-robin' });
    const figure = screen.getByRole('figure', { name: /Distribution since the start/ });
    const b = figure.getByRole('listitem').filter({ hasText: /^b/ }).element();
    const [start, latest] = [...b.querySelectorAll('[data-bar]')];
    const row = shares(screen)
      .getByRole('row', { name: /^b healthy/ })
      .element();
    const share = row.querySelector('td')?.textContent?.trim() ?? 'none';
    expect(start?.textContent).toContain(share);
    expect(latest?.textContent).toMatch(/ % · \d+$/);
    const track = start?.firstElementChild as HTMLElement;
    const [bar, line] = [...track.children] as HTMLElement[];
    const percent = (text: string | undefined) => Number.parseFloat(text ?? '');
    expect(percent(bar?.style.width)).toBeCloseTo(percent(share), 0);
    // Weights 1, 2 and 1.
    expect(line?.style.left).toBe('50%');
  });

  test('keeps the packet that was chosen', async () => {
    const screen = await show({ mode: 'l7' });
    const select = screen.getByRole('combobox', { name: 'Addresses of a request' });
    const options = [...select.element().querySelectorAll('option')];
    const oldest = options.at(-1)?.value ?? '';
    await userEvent.selectOptions(select, oldest);
    const number = options.at(-1)?.textContent?.match(/^#\d+/)?.[0] ?? 'none';
    await expect
      .element(screen.getByText(new RegExp(`^${number} GET shop\\.example/, at`)))
      .toBeVisible();
    await expect
      .element(screen.getByRole('heading', { name: /NAT table/ }))
      .not.toBeInTheDocument();
  });

  test.each(['l4', 'l7'])(
    'fits an inspector of 360 px, tables scrolling by themselves (%s)',
    async (mode) => {
      const screen = await show({ mode });
      const outer = screen.container.firstElementChild as HTMLElement;
      expect(outer.scrollWidth).toBeLessThanOrEqual(outer.clientWidth);
      for (const part of outer.querySelectorAll('table, section')) {
        expect(part.scrollWidth).toBeLessThanOrEqual(336);
      }
    },
  );
});

/** The rules of a balancer and the mix of a client, as a visitor edits them. */
import { beforeEach, describe, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import type { DocumentCommand, SceneDocument } from '../../document/types.ts';
import { specs } from '../../kinds/specs.ts';
import { cssVariables } from '../../lib/ink.ts';
import { edit, openDocument, undo, useDocument } from '../../store/document.ts';
import { connectSimulation } from '../../store/playback.ts';
import { cancel, select, useSelection } from '../../store/selection.ts';
import { FakeSimulation } from '../../store/simulation-test-support.ts';
import { provideSpecs } from '../../store/specs.ts';
import { Inspector } from '../inspector.tsx';

const inks = document.createElement('style');
inks.textContent = cssVariables();
document.head.append(inks);

const phone = { on: 'header', name: 'x-device', equals: 'phone', to: 's1' };
const beta = { on: 'cookie', name: 'channel', equals: 'beta', to: 's2' };

function scene(rules: object[], commands: DocumentCommand[] = []): SceneDocument {
  return {
    version: 2,
    title: 'Rules',
    seed: 1,
    nodes: [
      { id: 'web', kind: 'client', name: 'Visitors', at: [0, 0] },
      {
        id: 'lb',
        kind: 'load-balancer',
        name: 'Balancer',
        at: [200, 0],
        config: { rules: rules as (typeof phone)[] },
      },
      { id: 's1', kind: 'server', name: 'Phones', at: [400, 0] },
      { id: 's2', kind: 'server', name: 'Early birds', at: [400, 100] },
      { id: 's3', kind: 'server', name: 'Alone', at: [400, 200] },
    ],
    edges: [
      { id: 'e0', from: 'web', to: 'lb' },
      { id: 'e1', from: 'lb', to: 's1' },
      { id: 'e2', from: 'lb', to: 's2' },
    ],
    commands,
  };
}

const rulesNow = () => useDocument.getState().document.nodes[1]?.config?.rules ?? [];
const steps = () => useDocument.getState().past.length;

async function show(opened: SceneDocument, node = 'lb', height?: number) {
  openDocument(opened, { guest: true, paused: true });
  select([node]);
  const screen = await render(
    <div style={{ width: 360, height, display: 'flex', flexDirection: 'column' }}>
      <Inspector />
    </div>,
  );
  await screen.getByRole('tab', { name: 'Settings' }).click();
  return { screen, table: screen.getByRole('group', { name: node === 'lb' ? 'Rules' : 'Mix' }) };
}

beforeEach(() => {
  provideSpecs(specs);
  connectSimulation(new FakeSimulation());
  cancel();
});

test('what the keyboard comes to is never behind the help', async () => {
  const { screen, table } = await show(scene([phone]), 'lb', 320);
  const last = table.getByRole('button', { name: 'Add a rule' }).element();
  const top = screen.getByRole('combobox', { name: 'Layer' }).element() as HTMLElement;
  top.focus();
  while (document.activeElement !== last) {
    await userEvent.keyboard('{Tab}');
    const at = document.activeElement?.getBoundingClientRect();
    const help = screen.container.querySelector('[class*="about"]')?.getBoundingClientRect();
    expect(at?.bottom).toBeLessThanOrEqual(help?.top ?? 0);
  }
});

describe('rows', () => {
  test('are added, and the keyboard stands in the new one', async () => {
    const { table } = await show(scene([phone]));
    await table.getByRole('button', { name: 'Add a rule' }).click();
    expect(rulesNow()).toEqual([phone, { on: 'header', name: '', equals: '', to: '' }]);
    const row = table.getByRole('group', { name: 'Rule 2' });
    await expect.element(row.getByLabelText('Looks at')).toHaveFocus();
  });

  test('change places, and the keyboard goes along', async () => {
    const { table } = await show(scene([phone, beta]));
    table.getByRole('button', { name: 'Move rule 2 up' }).element().focus();
    await userEvent.keyboard('{Enter}');
    expect(rulesNow()).toEqual([beta, phone]);
    await expect.element(table.getByRole('button', { name: 'Move rule 1 up' })).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    expect(rulesNow()).toEqual([beta, phone]);
    await table.getByRole('button', { name: 'Move rule 1 down' }).click();
    expect(rulesNow()).toEqual([phone, beta]);
  });

  test('are taken out, and what is wrong stays with the row it is wrong in', async () => {
    const { table } = await show(scene([phone, beta]));
    const second = table.getByRole('group', { name: 'Rule 2' });
    await second.getByLabelText('Called').fill('x'.repeat(201));
    await userEvent.keyboard('{Enter}');
    await expect.element(second.getByRole('alert')).toHaveTextContent('At most 200 characters');
    await table.getByRole('button', { name: 'Remove rule 1' }).click();
    expect(rulesNow()).toEqual([beta]);
    const first = table.getByRole('group', { name: 'Rule 1' });
    await expect.element(first.getByRole('alert')).toBeVisible();
    await expect.element(table.getByRole('button', { name: 'Remove rule 1' })).toHaveFocus();
    await table.getByRole('button', { name: 'Remove rule 1' }).click();
    await expect.element(table.getByRole('button', { name: 'Add a rule' })).toHaveFocus();
  });

  test('are one step of undo each time', async () => {
    const { table } = await show(scene([phone, beta]));
    await table.getByRole('button', { name: 'Move rule 2 up' }).click();
    await table.getByRole('button', { name: 'Remove rule 2' }).click();
    await table.getByRole('button', { name: 'Add a rule' }).click();
    expect(steps()).toBe(3);
    for (let i = 0; i < 3; i++) undo();
    expect(rulesNow()).toEqual([phone, beta]);
    await expect
      .element(table.getByRole('group', { name: 'Rule 2' }).getByLabelText('Called'))
      .toHaveValue('channel');
  });

  test('are no more than there may be', async () => {
    const { table } = await show(scene(Array.from({ length: 50 }, () => phone)));
    await expect.element(table.getByRole('button', { name: 'Add a rule' })).toBeDisabled();
  });
});

describe('cells', () => {
  test('are edited with the control of their column, and say what they are for', async () => {
    const { screen, table } = await show(scene([phone]));
    await table.getByLabelText('Looks at').selectOptions('Cookie');
    await table.getByLabelText('Is', { exact: true }).fill('tablet');
    await userEvent.keyboard('{Enter}');
    expect(rulesNow()).toEqual([{ ...phone, on: 'cookie', equals: 'tablet' }]);
    expect(steps()).toBe(2);
    await expect.element(screen.getByText(/^The text it must be/).last()).toBeVisible();
  });

  test('without an effect are not shown', async () => {
    const { table } = await show(scene([phone]));
    await table.getByLabelText('Looks at').selectOptions('Method');
    await expect.element(table.getByLabelText('Called')).not.toBeInTheDocument();
    expect(rulesNow()).toEqual([{ ...phone, on: 'method' }]);
  });

  test('that may be left out are left out where they say nothing of their own', async () => {
    const opened = scene([]);
    opened.nodes[0]!.config = { mix: [{ path: '/a', headers: { accept: 'text' } }] };
    const { table } = await show(opened, 'web');
    const mix = () => useDocument.getState().document.nodes[0]?.config?.mix;
    await expect.element(table.getByLabelText('Host')).toHaveValue('shop.example');
    await table.getByLabelText('Headers').fill('a: b; c');
    await userEvent.keyboard('{Enter}');
    await expect.element(table.getByRole('alert')).toHaveTextContent('“c” has no colon');
    await table.getByLabelText('Headers').fill('');
    await userEvent.keyboard('{Enter}');
    await table.getByLabelText('Weight').fill('3');
    await userEvent.keyboard('{Enter}');
    await table.getByLabelText('Path').fill('/');
    await userEvent.keyboard('{Enter}');
    await table.getByRole('switch', { name: 'Write' }).click();
    expect(mix()).toEqual([{ weight: 3, write: true }]);
  });

  test('fit a panel of 360 pixels', async () => {
    const { screen, table } = await show(scene([phone, { ...beta, name: 'x'.repeat(80) }]));
    await expect.element(table).toBeVisible();
    const panel = screen.getByRole('tabpanel').element();
    expect(panel.scrollWidth).toBeLessThanOrEqual(panel.clientWidth);
    for (const part of table.element().querySelectorAll('fieldset, select, input')) {
      expect(part.getBoundingClientRect().right).toBeLessThanOrEqual(
        table.element().getBoundingClientRect().right,
      );
    }
  });
});

describe('a part', () => {
  test('is chosen by name among those that fit', async () => {
    const { table } = await show(scene([phone]));
    const to = table.getByLabelText('Goes to');
    const names = [...to.element().querySelectorAll('option')].map((each) => each.textContent);
    expect(names).toEqual(['Choose a part', 'Phones', 'Early birds']);
    await to.selectOptions('Early birds');
    expect(rulesNow()).toEqual([{ ...phone, to: 's2' }]);
  });

  test('is picked on the canvas, and the keyboard comes back', async () => {
    const { table } = await show(scene([phone]));
    const button = table.getByRole('button', { name: 'Pick on the canvas' });
    await button.click();
    await expect.element(button).toHaveAttribute('aria-pressed', 'true');
    // The canvas has the keyboard meanwhile.
    (document.activeElement as HTMLElement).blur();
    const { picking } = useSelection.getState();
    expect(picking?.rejections.get('s2')).toBeNull();
    expect(picking?.rejections.get('s3')).toMatch(/^Alone does not fit/);
    picking?.take('s2');
    cancel();
    expect(rulesNow()).toEqual([{ ...phone, to: 's2' }]);
    await expect.element(button).toHaveAttribute('aria-pressed', 'false');
    await expect.element(button).toHaveFocus();
    expect(steps()).toBe(1);
  });

  test('that is not chosen yet is asked for, with what holds until then', async () => {
    const { table } = await show(scene([{ ...phone, to: '' }]));
    const asked = 'Choose a part. Until then the rule is passed over.';
    await expect.element(table.getByText(asked)).toBeVisible();
    const to = table.getByLabelText('Goes to');
    await expect.element(to).toHaveAccessibleDescription(/^Choose a part\. Until then/);
    await expect.element(to).toHaveDisplayValue('Choose a part');
    await to.selectOptions('Early birds');
    await expect.element(table.getByText(asked)).not.toBeInTheDocument();
  });

  test('that does not fit, is removed or was never there is said to be so', async () => {
    const away = { at: 0, do: 'remove', nodes: ['s2'], edges: [] };
    const rules = ['s3', 's2', 'gone'].map((to) => ({ ...phone, to }));
    const { table } = await show(scene(rules, [away]));
    const said = (row: number) => table.getByRole('group', { name: `Rule ${row}` });
    await expect
      .element(
        said(1).getByText('Alone does not fit: it must be a part that this balancer sends to.'),
      )
      .toBeVisible();
    await expect.element(said(2).getByText('Early birds is not on the table.')).toBeVisible();
    await expect.element(said(3).getByText('gone is not on the table.')).toBeVisible();
    const gone = said(3).getByLabelText('Goes to');
    await expect.element(gone).toHaveValue('gone');
    await expect
      .element(gone)
      .toHaveAccessibleDescription(/^gone is not on the table\. The backend/);
    edit({ edit: 'remove', nodes: ['s1'], edges: [] });
    await said(1).getByLabelText('Goes to').selectOptions('');
    expect(rulesNow()).toMatchObject([{ to: '' }, { to: 's2' }, { to: 'gone' }]);
  });
});

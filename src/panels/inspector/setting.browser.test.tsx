import { useState } from 'react';
import { expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import * as field from '../../document/field.ts';
import { rangeWords, Setting } from './setting.tsx';

const about = { key: 'k', help: 'What it is for.' };

/** A setting that takes every value but those `reject` finds fault with. */
async function show(
  spec: field.Field,
  first: unknown,
  reject: (value: unknown) => string | null = () => null,
) {
  const taken = vi.fn<(value: unknown) => void>();
  function Form() {
    const [value, setValue] = useState(first);
    return (
      <Setting
        field={spec}
        value={value}
        onFocus={() => {}}
        onSet={(next) => {
          const rejection = reject(next);
          if (rejection !== null) return rejection;
          taken(next);
          setValue(next);
          return null;
        }}
      />
    );
  }
  return { screen: await render(<Form />), taken };
}

const slots = field.integer({ ...about, label: 'Slots', default: 4, min: 1, max: 100 });
const boot = field.duration({ ...about, label: 'Boot time', default: 2000, max: 60_000 });

test('a number counts on Enter, and not while it is typed', async () => {
  const { screen, taken } = await show(slots, 4);
  const input = screen.getByLabelText('Slots');
  await input.fill('12');
  expect(taken).not.toHaveBeenCalled();
  await userEvent.keyboard('{Enter}');
  expect(taken).toHaveBeenLastCalledWith(12);
});

test('a number counts when the field is left', async () => {
  const { screen, taken } = await show(slots, 4);
  await screen.getByLabelText('Slots').fill('7');
  await userEvent.tab();
  expect(taken).toHaveBeenLastCalledWith(7);
});

test.each([
  ['many', 'not a number'],
  ['2.5', 'not a whole number'],
  ['0', '1 or more'],
  ['1000', '100 or less'],
])('“%s” stays in the field, with a sentence, and changes nothing', async (text, said) => {
  const { screen, taken } = await show(slots, 4);
  const input = screen.getByLabelText('Slots');
  await input.fill(text);
  await userEvent.keyboard('{Enter}');
  await expect.element(screen.getByRole('alert')).toHaveTextContent(said);
  await expect.element(input).toHaveValue(text);
  await expect.element(input).toHaveAccessibleDescription(/What it is for/);
  expect(taken).not.toHaveBeenCalled();
});

test('Esc brings back what was there', async () => {
  const { screen, taken } = await show(slots, 4);
  const input = screen.getByLabelText('Slots');
  await input.fill('many');
  await userEvent.keyboard('{Enter}');
  await userEvent.keyboard('{Escape}');
  await expect.element(input).toHaveValue('4');
  expect(screen.getByRole('alert').query()).toBeNull();
  expect(taken).not.toHaveBeenCalled();
});

test('arrow keys go up and down, no further than allowed', async () => {
  const { screen, taken } = await show(slots, 2);
  await screen.getByLabelText('Slots').click();
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowUp}');
  expect(taken.mock.calls).toEqual([[1], [1], [2]]);
});

test('durations are typed with their unit', async () => {
  const { screen, taken } = await show(boot, 2000);
  const input = screen.getByLabelText('Boot time');
  await expect.element(input).toHaveValue('2 s');
  await input.fill('250ms');
  await userEvent.keyboard('{Enter}');
  expect(taken).toHaveBeenLastCalledWith(250);
  await input.fill('5 parsecs');
  await userEvent.keyboard('{Enter}');
  await expect.element(screen.getByRole('alert')).toHaveTextContent('unknown unit');
});

const limit = { ...about, label: 'Limit', default: 5, min: 0, max: 100, zero: 'no limit' };

test.each([
  ['a number', field.integer(limit), 'Up to 100; 0: no limit.'],
  ['a duration', field.duration(limit), 'Up to 100 ms; 0: no limit.'],
])('0 of %s shows as its word, which can be typed, too', async (_, spec, said) => {
  const { screen, taken } = await show(spec, 0);
  const input = screen.getByLabelText('Limit');
  await expect.element(input).toHaveValue('no limit');
  await expect.element(input).toHaveAccessibleDescription(new RegExp(said));
  for (const text of ['7', 'No limit']) {
    await input.fill(text);
    await userEvent.keyboard('{Enter}');
  }
  expect(taken.mock.calls).toEqual([[7], [0]]);
  await expect.element(input).toHaveValue('no limit');
});

test('one press returns to the default, which the button names', async () => {
  const { screen, taken } = await show(boot, 250);
  await screen.getByRole('button', { name: 'Reset to default: 2 s' }).click();
  expect(taken).toHaveBeenLastCalledWith(2000);
  expect(screen.getByRole('button').query()).toBeNull();
});

test('what the document rejects is said in its words', async () => {
  const { screen } = await show(slots, 4, () => 'Not on a Sunday.');
  await screen.getByLabelText('Slots').fill('5');
  await userEvent.keyboard('{Enter}');
  await expect.element(screen.getByRole('alert')).toHaveTextContent('Not on a Sunday.');
});

test('a distribution keeps its mean in another shape, and explains what cannot be', async () => {
  const service = field.distribution({
    ...about,
    label: 'Service time',
    default: { dist: 'exponential', mean: 50 },
  });
  const { screen, taken } = await show(service, { dist: 'exponential', mean: 50 });
  await screen.getByLabelText('Service time').selectOptions('lognormal');
  expect(taken).toHaveBeenLastCalledWith({ dist: 'lognormal', mean: 50, p99: 200 });
  await screen.getByLabelText('p99').fill('1ms');
  await userEvent.keyboard('{Enter}');
  await expect
    .element(screen.getByRole('alert'))
    .toHaveTextContent('lognormal p99 of 1 with mean 50');
  expect(taken).toHaveBeenCalledTimes(1);
});

test('a switch is on or off at once', async () => {
  const tls = field.toggle({ ...about, label: 'TLS', default: false });
  const { screen, taken } = await show(tls, false);
  await screen.getByRole('switch', { name: 'TLS' }).click();
  expect(taken).toHaveBeenLastCalledWith(true);
  await expect.element(screen.getByRole('switch')).toBeChecked();
});

test('a table within a table keeps its rows apart from those around it', async () => {
  const columns = (inner: field.Fields) => ({
    name: field.text({ ...about, key: 'n', label: 'Name', default: '' }),
    ...inner,
  });
  const steps = field.table({
    ...{ ...about, key: 's', label: 'Steps', each: 'step', most: 3 },
    columns: { wait: field.duration({ ...about, key: 'w', label: 'Wait', default: 0 }) },
  });
  const plans = field.table({
    ...{ ...about, label: 'Plans', each: 'plan', most: 3 },
    columns: columns({ steps: field.optional(steps) }),
  });
  const both = [{ name: 'a', steps: [{ wait: 1 }, { wait: 2 }] }, { name: 'b' }];
  const { screen, taken } = await show(plans, both);
  const [first, second] = ['Plan 1', 'Plan 2'].map((name) => screen.getByRole('group', { name }));
  await first!.getByRole('button', { name: 'Move step 2 up' }).click();
  expect(taken).toHaveBeenLastCalledWith([
    { name: 'a', steps: [{ wait: 2 }, { wait: 1 }] },
    { name: 'b' },
  ]);
  await second!.getByRole('button', { name: 'Add a step' }).click();
  await second!.getByLabelText('Wait').fill('5ms');
  await userEvent.keyboard('{Enter}');
  await screen.getByRole('button', { name: 'Move plan 2 up' }).click();
  expect(taken).toHaveBeenLastCalledWith([
    { name: 'b', steps: [{ wait: 5 }] },
    { name: 'a', steps: [{ wait: 2 }, { wait: 1 }] },
  ]);
  await screen.getByRole('button', { name: 'Move plan 1 down' }).click();
  await expect.element(screen.getByRole('button', { name: 'Move plan 2 down' })).toHaveFocus();
  await second!.getByRole('button', { name: 'Remove step 1' }).click();
  expect(taken.mock.lastCall?.[0]).toEqual([
    { name: 'a', steps: [{ wait: 2 }, { wait: 1 }] },
    { name: 'b' },
  ]);
});

test.each([
  [{ default: 0 }, 'Default: 0, never.'],
  [{ default: 0, max: 60_000 }, 'Default: 0, never. Up to 1 min.'],
  [{ default: 1000, max: 60_000 }, 'Default: 1 s. Up to 1 min; 0: never.'],
])('what 0 means is said once: %j', (range, sentence) => {
  const limit = field.duration({ ...about, label: 'Limit', zero: 'never', ...range });
  expect(rangeWords(limit).replaceAll(/\s/g, ' ')).toBe(sentence);
});

test('the parameters of a random amount are labelled like all fields', async () => {
  const latency = field.distribution({
    ...about,
    label: 'Latency',
    default: { dist: 'constant', value: 10 },
  });
  const { screen } = await show(latency, { dist: 'lognormal', mean: 2, p99: 9 });
  await expect.element(screen.getByText('Mean', { exact: true })).toBeVisible();
  await expect.element(screen.getByText('p99', { exact: true })).toBeVisible();
  expect(rangeWords(latency)).toMatch(/^Default: constant, value 10/);
});

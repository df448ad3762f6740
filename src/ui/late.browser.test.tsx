/** What is shown late, and what stands there when it cannot be had. */
import { useState } from 'react';
import { expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { Losing, late } from './late.tsx';
import { Place } from './place.tsx';

/** A component behind a line that is down at first. */
function farAway() {
  const line = { isDown: true, asked: 0 };
  const Far = late(async () => {
    line.asked += 1;
    if (line.isDown) throw new TypeError('Failed to fetch dynamically imported module');
    return ({ text }: { text: string }) => <p>{text}</p>;
  });
  return { line, Far };
}

test('in a place it is said there, and tried again; the keyboard stays', async () => {
  const { line, Far } = farAway();
  const screen = await render(
    <section tabIndex={-1} aria-label="around">
      <Place>
        <Far text="here" instead="coming" />
      </Place>
    </section>,
  );
  const said = screen.getByRole('alert');
  await expect.element(said).toHaveTextContent('This could not be loaded');
  await screen.getByRole('button', { name: 'Try again' }).click();
  await expect.element(said).toBeVisible();
  expect(line.asked).toBe(2);
  line.isDown = false;
  await screen.getByRole('button', { name: 'Try again' }).click();
  await expect.element(screen.getByText('here')).toBeVisible();
  await expect.element(screen.getByRole('region', { name: 'around' })).toHaveFocus();
});

test('without a place whoever is around is told; what asked for it is closed until then', async () => {
  const { line, Far } = farAway();
  const told: (() => void)[] = [];
  function Asking() {
    const [isShown, show] = useState(true);
    return isShown ? <Far text="here" show={show} /> : <p>closed</p>;
  }
  const screen = await render(
    <Losing value={(again) => told.push(again)}>
      <Asking />
    </Losing>,
  );
  await expect.element(screen.getByText('closed')).toBeVisible();
  expect(told).toHaveLength(1);
  line.isDown = false;
  told[0]?.();
  await expect.element(screen.getByText('here')).toBeVisible();
});

test('what keeps its place is asked for anew with what it is about, and kept once it is here', async () => {
  const { line, Far } = farAway();
  const told: (() => void)[] = [];
  const shown = (text: string) => (
    <Losing value={(again) => told.push(again)}>
      <Far text={text} again={text} />
    </Losing>
  );
  const screen = await render(shown('one'));
  await expect.poll(() => told.length).toBe(1);
  line.isDown = false;
  await screen.rerender(shown('two'));
  await expect.element(screen.getByText('two')).toBeVisible();
  line.isDown = true;
  await screen.rerender(shown('three'));
  await expect.element(screen.getByText('three')).toBeVisible();
  expect(line.asked).toBe(2);
});

test('fetched before, it is there at once; in advance nothing is said', async () => {
  const { line, Far } = farAway();
  Far.preload();
  await expect.poll(() => line.asked).toBe(1);
  line.isDown = false;
  Far.preload();
  await expect.poll(() => line.asked).toBe(2);
  const screen = await render(<Far text="here" />);
  expect(screen.container.textContent).toBe('here');
});

import { useRef } from 'react';
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { Tooltip } from './tooltip.tsx';

/** A button, and another that hands the keyboard to it, as a dialog does that closes. */
function Pair() {
  const told = useRef<HTMLButtonElement>(null);
  return (
    <>
      <Tooltip text="Where it leads">
        <button type="button" ref={told}>
          told
        </button>
      </Tooltip>
      <button type="button" onClick={() => told.current?.focus()}>
        back
      </button>
    </>
  );
}

test('is there for who walks to its control, and not for who is led back to it by a click', async () => {
  const { getByRole } = await render(<Pair />);
  const told = getByRole('button', { name: 'told' });
  const words = getByRole('tooltip', { name: 'Where it leads' });
  await getByRole('button', { name: 'back' }).click();
  await expect.element(told).toHaveFocus();
  await expect.element(words).not.toBeInTheDocument();
  await userEvent.tab();
  await userEvent.tab({ shift: true });
  await expect.element(told).toHaveFocus();
  await expect.element(words).toBeInTheDocument();
});

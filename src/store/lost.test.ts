import { beforeEach, expect, test, vi } from 'vitest';
import { dismissLost, fetchOrSay, tryAgain, useLost } from './lost.ts';

const lost = () => useLost.getState().again.length;

beforeEach(dismissLost);

test('what cannot be had is said once for all, and all is done when it is tried again', async () => {
  const line = { isDown: true };
  const fetch = async (what: string) => {
    if (line.isDown) throw new Error('no line');
    return what;
  };
  const act = vi.fn();
  await fetchOrSay(() => fetch('a clip'), act);
  await fetchOrSay(() => fetch('keys'), act);
  expect(lost()).toBe(2);
  expect(act).not.toHaveBeenCalled();
  tryAgain();
  await vi.waitFor(() => expect(lost()).toBe(2));
  line.isDown = false;
  tryAgain();
  expect(lost()).toBe(0);
  await vi.waitFor(() => expect(act.mock.calls).toEqual([['a clip'], ['keys']]));
});

test('a fault of what is done then is not taken for a loss', async () => {
  const doing = fetchOrSay(
    () => Promise.resolve(1),
    () => {
      throw new Error('broken');
    },
  );
  await expect(doing).rejects.toThrow('broken');
  expect(lost()).toBe(0);
});

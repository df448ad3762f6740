import { expect, it } from 'vitest';
import { ENGINE_BITS, engineBits } from './engine-bits.test-support.ts';

it('gives the same bits in Node as everywhere', () => {
  expect(engineBits()).toBe(ENGINE_BITS);
});

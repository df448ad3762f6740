import { expect, test } from 'vitest';
import { encodingOf, withoutByteOrderMark } from './text-encoding.ts';

test('the byte order mark says how the bytes are to be read', () => {
  expect(encodingOf(Uint8Array.of(0xef, 0xbb, 0xbf, 0x7b))).toBe('utf-8');
  expect(encodingOf(Uint8Array.of(0xff, 0xfe, 0x7b, 0x00))).toBe('utf-16le');
  expect(encodingOf(Uint8Array.of(0xfe, 0xff, 0x00, 0x7b))).toBe('utf-16be');
  expect(encodingOf(Uint8Array.of(0x7b, 0x7d))).toBe('utf-8');
  expect(encodingOf(new Uint8Array())).toBe('utf-8');
});

test('one mark is taken from the beginning, and none from within', () => {
  expect(withoutByteOrderMark('\ufeff{}')).toBe('{}');
  expect(withoutByteOrderMark('{"a":"\ufeff"}')).toBe('{"a":"\ufeff"}');
  expect(withoutByteOrderMark('')).toBe('');
});

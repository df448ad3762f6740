import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clonePlain } from './clone.ts';

describe('clonePlain', () => {
  it('copies deeply: nothing below is shared', () => {
    const original = {
      n: 1,
      list: [{ a: 1 }, null, 'x', undefined],
      floats: Float64Array.of(1, 2),
      bytes: Uint8Array.of(3),
      map: new Map<string, unknown>([['k', { deep: [1] }]]),
      set: new Set([1, 2]),
      big: 10n,
    };
    const copy = clonePlain(original);
    expect(copy).toEqual(original);
    (original.list[0] as { a: number }).a = 2;
    original.floats[0] = 9;
    original.bytes[0] = 9;
    (original.map.get('k') as { deep: number[] }).deep.push(2);
    original.set.add(3);
    expect(copy.list[0]).toEqual({ a: 1 });
    expect([...copy.floats, ...copy.bytes]).toEqual([1, 2, 3]);
    expect(copy.map.get('k')).toEqual({ deep: [1] });
    expect(copy.set.size).toBe(2);
    expect(Object.keys(copy)).toEqual(Object.keys(original));
  });

  it('equals any plain data, with other identities', () => {
    fc.assert(
      fc.property(
        fc.anything({
          withMap: true,
          withSet: true,
          withTypedArray: false,
          withNullPrototype: true,
        }),
        (value) => {
          const copy = clonePlain(value);
          expect(copy).toEqual(value);
          if (typeof value === 'object' && value !== null) expect(copy).not.toBe(value);
        },
      ),
    );
  });

  it('keeps what is shared shared, and circles closed', () => {
    const message: Record<string, unknown> = { id: 1 };
    const connection = { message };
    message.connection = connection;
    const copy = clonePlain({ queue: [message], serving: message, byId: new Map([[1, message]]) });
    expect(copy.queue[0]).toBe(copy.serving);
    expect(copy.byId.get(1)).toBe(copy.serving);
    expect(copy.serving).not.toBe(message);
    expect((copy.serving.connection as typeof connection).message).toBe(copy.serving);
  });

  it('closes circles through arrays, and shares typed arrays and sets as the original does', () => {
    const circle: unknown[] = [];
    circle.push(circle);
    const copy = clonePlain(circle);
    expect(copy[0]).toBe(copy);
    const floats = Float64Array.of(1);
    const set = new Set([floats]);
    const both = clonePlain({ floats, set, again: set });
    expect(both.set).toBe(both.again);
    expect([...both.set][0]).toBe(both.floats);
    expect(both.floats).not.toBe(floats);
  });

  it('shares what is frozen', () => {
    const content = Object.freeze({ path: '/', values: Float64Array.of(1) });
    const copy = clonePlain({ a: { content } });
    expect(copy.a.content).toBe(content);
  });

  it('copies the key __proto__ as the field that it is', () => {
    const original: unknown = JSON.parse('{"a": {"__proto__": {"evil": true}}}');
    const copy = clonePlain(original) as { a: Record<string, unknown> };
    expect(Object.getPrototypeOf(copy.a)).toBe(Object.prototype);
    expect(Object.hasOwn(copy.a, '__proto__')).toBe(true);
    expect((copy.a as { evil?: boolean }).evil).toBeUndefined();
  });

  class Clock {
    now = 0;
  }
  class Row extends Array<number> {}
  it.each<[unknown, string]>([
    [{ a: [{ clock: new Clock() }] }, 'a[0].clock is of class Clock'],
    [{ tick: () => 1 }, 'tick is a function'],
    [{ rows: new Row() }, 'rows is of class Row'],
    [new Map([['k', { at: new Date(0) }]]), 'is of class Date'],
    [[Symbol('s')], '[0] is a symbol'],
    [new Clock(), 'the value itself is of class Clock'],
    [{ s: new Set([() => 1]) }, 's<0> is a function'],
  ])('rejects what has behaviour, naming the place (%#)', (value, words) => {
    expect(() => clonePlain(value)).toThrow(words);
  });
});

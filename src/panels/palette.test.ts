import { expect, test } from 'vitest';
import { depotSpec } from '../kinds/shared/canary.test-support.ts';
import { specs } from '../kinds/specs.ts';
import { familiesOf } from './palette.tsx';

const list = Object.values(specs);
const kindsOf = (search: string) =>
  familiesOf(list, search).flatMap(([, members]) => members.map((spec) => spec.kind));

test('without a search every part is listed once, under its family', () => {
  expect(new Set(kindsOf(''))).toEqual(new Set(Object.keys(specs)));
  expect(kindsOf('')).toHaveLength(list.length);
  for (const [family, members] of familiesOf(list, '')) {
    expect(members.filter((spec) => spec.family !== family)).toEqual([]);
  }
});

test('a part is found by any words of its title, family or line', () => {
  expect(kindsOf('BALANCER load')).toEqual(['load-balancer']);
  expect(kindsOf('compute')).toContain('server');
  expect(kindsOf('no such thing')).toEqual([]);
});

test('a kind that the product does not list is offered where it is given', () => {
  const found = familiesOf([...list, depotSpec], 'holds crates');
  expect(found).toEqual([[depotSpec.family, [depotSpec]]]);
});

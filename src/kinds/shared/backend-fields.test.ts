import { expect, it } from 'vitest';
import { completeConfig } from '../../document/field.ts';
import { asBackend, backendFields } from './backend-fields.ts';

it('reads what a backend says of itself', () => {
  const said = { weight: 0, maxConnections: 8, backup: true };
  expect(asBackend({ ...said, slots: 4 })).toEqual(said);
});

it('takes a part that says nothing for an ordinary backend, as its fields would', () => {
  const ordinary = { weight: 1, maxConnections: 0, backup: false };
  expect(asBackend({})).toEqual(ordinary);
  expect(completeConfig({ fields: backendFields() }, undefined)).toEqual(ordinary);
});

it('takes no setting that only has the same name', () => {
  expect(asBackend({ weight: '2 kg', maxConnections: null, backup: 'weekly' })).toEqual(
    asBackend({}),
  );
});

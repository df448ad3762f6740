import { expect, test } from 'vitest';
import { specs } from '../kinds/specs.ts';
import { hasIcon } from '../ui/kind-icon.tsx';

test('every kind has the icon it names', () => {
  for (const spec of Object.values(specs)) expect(hasIcon(spec.icon), spec.kind).toBe(true);
  expect(hasIcon('no-such-icon')).toBe(false);
});

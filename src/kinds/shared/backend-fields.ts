/**
 * A backend is any part to which a balancer may send its traffic. It has these settings beside its
 * own, and a balancer reads them by `asBackend`.
 */

import {
  type AnyConfig,
  type Complete,
  type Field,
  integer,
  toggle,
} from '../../document/field.ts';
import { checkField } from '../../document/field-check.ts';
import { own } from '../../lib/table.ts';

const group = 'As a backend';

/** @param keys in links, where a kind has its own reasons to spell one otherwise */
export function backendFields(keys: { readonly maxConnections?: string } = {}) {
  return {
    weight: integer({
      key: 'w',
      label: 'Weight',
      group,
      help: 'Its share of the traffic relative to other backends, for algorithms that use weights.',
      default: 1,
      min: 0,
      max: 256,
    }),
    maxConnections: integer({
      key: keys.maxConnections ?? 'm',
      label: 'Backend limit',
      group,
      help: 'How many requests (layer 7) or connections (layer 4) a balancer gives it at the same time.',
      zero: 'no limit',
      default: 0,
      min: 0,
      max: 1_000_000,
    }),
    backup: toggle({
      key: 'k',
      label: 'Backup',
      group,
      help: 'Gets traffic only when no other backend can.',
      default: false,
    }),
  };
}

export type BackendSettings = Readonly<Complete<ReturnType<typeof backendFields>>>;

const { weight, maxConnections, backup } = backendFields();

/**
 * What the settings of any part say of it as a backend. Where it has none of that name, or one that
 * means something else, the default holds.
 */
export function asBackend(config: AnyConfig): BackendSettings {
  return {
    weight: settingOf(config, 'weight', weight),
    maxConnections: settingOf(config, 'maxConnections', maxConnections),
    backup: settingOf(config, 'backup', backup),
  };
}

function settingOf<T>(config: AnyConfig, name: keyof BackendSettings, field: Field<T>): T {
  const value = own(config, name);
  return checkField(field, value) === null ? (value as T) : field.default;
}

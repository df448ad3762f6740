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

const GROUP = 'As a backend';

/** @param keys in links, where a kind has its own reasons to spell one otherwise */
export function backendFields(keys: { readonly maxConnections?: string } = {}) {
  return {
    weight: integer({
      key: 'w',
      label: 'Weight',
      group: GROUP,
      help: 'Its share of the traffic relative to other backends, for algorithms that use weights.',
      default: 1,
      min: 0,
      max: 256,
    }),
    maxConnections: integer({
      key: keys.maxConnections ?? 'm',
      label: 'Backend limit',
      group: GROUP,
      help: 'How many requests (layer 7) or connections (layer 4) a balancer gives it at the same time.',
      zero: 'no limit',
      default: 0,
      min: 0,
      max: 1_000_000,
    }),
    backup: toggle({
      key: 'k',
      label: 'Backup',
      group: GROUP,
      help: 'Gets traffic only when no other backend can.',
      default: false,
    }),
  };
}

export type BackendSettings = Readonly<Complete<ReturnType<typeof backendFields>>>;

const { weight, maxConnections, backup } = backendFields();

/**
 * What the settings of any part say of it as a backend. Where it has none of that name, or one of
 * another type, the default holds.
 */
export function asBackend(config: AnyConfig): BackendSettings {
  return {
    weight: settingOf(config, 'weight', weight),
    maxConnections: settingOf(config, 'maxConnections', maxConnections),
    backup: settingOf(config, 'backup', backup),
  };
}

function settingOf<T>(config: AnyConfig, name: keyof BackendSettings, field: Field<T>): T {
  const value = config[name];
  return typeof value === typeof field.default ? (value as T) : field.default;
}

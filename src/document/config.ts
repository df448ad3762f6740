/** Whether settings fit the fields of their kind, in words. */
import { type AnyConfig, minimalConfig } from './field.ts';
import { checkField } from './field-check.ts';
import { type Finding, findingOf, pathOf } from './issue.ts';
import type { Fields, Spec } from './spec.ts';
import type { ConfigJson } from './types.ts';
import { didYouMean, show } from './words.ts';

/**
 * The first thing wrong with some settings of a kind; null when they fit. `base` says where they
 * lie in the document.
 */
export function findBadSetting(
  spec: Pick<Spec, 'kind' | 'fields'>,
  config: AnyConfig,
  base: string,
): Finding | null {
  for (const [name, value] of Object.entries(config)) {
    const field = Object.hasOwn(spec.fields, name) ? spec.fields[name] : undefined;
    if (field === undefined) {
      const known = didYouMean(name, Object.keys(spec.fields));
      return {
        path: pathOf([name], base),
        sentence: `The kind ${show(spec.kind)} has no setting ${show(name)}: remove it.${known}`,
      };
    }
    const issue = checkField(field, value);
    if (issue !== null) return findingOf({ ...issue, path: [name, ...issue.path] }, config, base);
  }
  return null;
}

/**
 * A node's or edge's saved settings with some of them changed; undefined when nothing differs from
 * the defaults.
 * @param spec left out for unknown kinds, whose settings are all kept
 */
export function mergeConfig<C extends object>(
  spec: { readonly fields: Fields } | undefined,
  saved: C | undefined,
  changes: C,
): C | undefined {
  const merged = { ...saved, ...changes };
  // Settings of a known kind are JSON because its fields accepted them.
  const kept = spec === undefined ? merged : (minimalConfig(spec, merged as ConfigJson) as C);
  return Object.keys(kept).length === 0 ? undefined : kept;
}

/** The same part with other settings, or with none. */
export function withConfig<P extends { config?: object }>(
  part: P,
  config: P['config'] | undefined,
): P {
  const { config: _old, ...rest } = part;
  return (config === undefined ? rest : { ...rest, config }) as P;
}

/** Whether settings fit the fields of their kind, in words. */
import { edgeFields, fieldsOfEdge } from './edge.ts';
import { type AnyConfig, type Fields, minimalConfig } from './field.ts';
import { checkField } from './field-check.ts';
import { type Finding, findingOf, pathOf } from './issue.ts';
import type { Spec, Specs } from './spec.ts';
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
  return findBad(spec.fields, config, { base, whose: `The kind ${show(spec.kind)}` });
}

/**
 * The same of an edge that carries this protocol. Where that is not known here, what is the line's
 * own is checked alone.
 */
export function findBadEdgeSetting(
  protocol: string | undefined,
  config: AnyConfig,
  specs: Specs,
  base: string,
): Finding | null {
  const fields = fieldsOfEdge(protocol, specs);
  const whose = `An edge that carries ${show(protocol)}`;
  if (fields !== undefined) return findBad(fields, config, { base, whose });
  const own = Object.entries(config).filter(([name]) => Object.hasOwn(edgeFields, name));
  return findBad(edgeFields, Object.fromEntries(own), { base, whose });
}

function findBad(
  fields: Fields,
  config: AnyConfig,
  { base, whose }: { readonly base: string; readonly whose: string },
): Finding | null {
  for (const [name, value] of Object.entries(config)) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field === undefined) {
      const known = didYouMean(name, Object.keys(fields));
      return {
        path: pathOf([name], base),
        sentence: `${whose} has no setting ${show(name)}: remove it.${known}`,
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

/** Conditions and the parts of the document that they name. */
import { type Condition, namedIn } from './condition.ts';
import { partsOf } from './parts.ts';
import type { SceneDocument } from './types.ts';

/** Which ids a document has at some time. */
function idsOf(document: SceneDocument): Record<'node' | 'edge', ReadonlySet<string>> {
  const { nodes, edges } = partsOf(document);
  const ids = (parts: readonly { readonly id: string }[]) => new Set(parts.map(({ id }) => id));
  return { node: ids(nodes), edge: ids(edges) };
}

/** The first part that conditions name and the document never has; null when it has them all. */
export function strangerIn(
  conditions: readonly Condition[],
  document: SceneDocument,
): { readonly path: string; readonly is: 'node' | 'edge'; readonly id: string } | null {
  if (conditions.length === 0) return null;
  const known = idsOf(document);
  for (const [index, condition] of conditions.entries()) {
    const unknown = namedIn(condition).find(({ is, id }) => !known[is].has(id));
    if (unknown === undefined) continue;
    return { path: `conditions[${index}]${unknown.place}`, is: unknown.is, id: unknown.id };
  }
  return null;
}

/** The document without the conditions that name what it has not. */
export function withoutStrange(document: SceneDocument): SceneDocument {
  const { conditions = [], ...rest } = document;
  if (strangerIn(conditions, document) === null) return document;
  const known = idsOf(document);
  const left = conditions.filter((each) => namedIn(each).every(({ is, id }) => known[is].has(id)));
  return left.length === 0 ? rest : { ...rest, conditions: left };
}

/** What a condition calls the parts, kinds and figures it names. */
import type { Naming } from '../../document/condition-words.ts';
import { deedTitle } from '../../document/deed-targets.ts';
import { partsOf } from '../../document/parts.ts';
import type { Spec } from '../../document/spec.ts';
import type { SceneDocument } from '../../document/types.ts';
import { own } from '../../lib/table.ts';
import { entryOf, specOf } from '../../store/specs.ts';
import { partName } from '../part-name.ts';

/** Every kind that the document has. */
export function kindsIn(document: SceneDocument): readonly (Spec | undefined)[] {
  return [...new Set(partsOf(document).nodes.map(({ kind }) => kind))].map(specOf);
}

export function namingIn(document: SceneDocument): Naming {
  return {
    part: (id) => partName(id, document),
    kind: (id) => entryOf(id)?.title ?? id,
    series: (id, name) => {
      const node = partsOf(document).nodes.find((candidate) => candidate.id === id);
      return own(specOf(node?.kind ?? '')?.series ?? {}, name)?.label ?? name;
    },
    deed: (name) => deedTitle(name, kindsIn(document)),
  };
}

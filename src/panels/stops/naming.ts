/** What a condition calls the parts, kinds and figures it names. */
import type { Naming } from '../../document/condition-words.ts';
import { partsOf } from '../../document/parts.ts';
import type { SceneDocument } from '../../document/types.ts';
import { own } from '../../lib/table.ts';
import { entryOf, specOf } from '../../store/specs.ts';
import { partName } from '../part-name.ts';

export function namingIn(document: SceneDocument): Naming {
  return {
    part: (id) => partName(id, document),
    kind: (id) => entryOf(id)?.title ?? id,
    series: (id, name) => {
      const node = partsOf(document).nodes.find((candidate) => candidate.id === id);
      return own(specOf(node?.kind ?? '')?.series ?? {}, name)?.label ?? name;
    },
  };
}

/**
 * What a command does, in words; names are those of the whole document, whenever their nodes join.
 */
import { describeIntervention } from '../../document/deeds.ts';
import { partsOf } from '../../document/parts.ts';
import type { DocumentCommand, SceneDocument } from '../../document/types.ts';
import { specs } from '../../store/specs.ts';

export function whatOf(command: DocumentCommand, document: SceneDocument): string {
  return describeIntervention(command, partsOf(document), specs());
}

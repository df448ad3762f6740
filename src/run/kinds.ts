/** What a run is told of the kinds that may stand on its table, each by kind id. */
import type { Specs } from '../document/spec.ts';
import type { Picture } from '../lib/picture.ts';
import type { Details, Model } from '../sim/model.ts';

export interface Kinds {
  readonly specs: Specs;
  readonly models: Readonly<Record<string, Model>>;
  readonly pictures: Readonly<Record<string, Picture>>;
  readonly details: Readonly<Record<string, Details>>;
}

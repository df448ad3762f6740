/**
 * What a run knows of the kinds that may stand on its table, each by kind id, and what is done to
 * them.
 */
import type { Specs } from '../document/spec.ts';
import type { Pictures } from '../lib/picture.ts';
import type { Answer, Model } from '../sim/model.ts';
import type { Commands } from './commands.ts';

export interface Kinds {
  readonly specs: Specs;
  readonly models: Readonly<Record<string, Model>>;
  readonly pictures: Pictures;
  readonly answers: Readonly<Record<string, Answer>>;
  /** Null until a document with commands or conditions, or a changed one, is run. */
  readonly commands: Commands | null;
}

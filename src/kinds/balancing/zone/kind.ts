/** All that a run needs of a zone. */
import { model } from './model.ts';
import { picture } from './picture.ts';
import { spec } from './spec.ts';

export const kind = { spec, model, picture };

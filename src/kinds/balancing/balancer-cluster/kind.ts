/** All that a run needs of a balancer cluster. */
import { model } from './model.ts';
import { picture } from './picture.ts';
import { spec } from './spec.ts';

export const kind = { spec, model, picture };

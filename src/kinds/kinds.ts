/** Every kind at once, for whoever runs documents of any kind without a page. */
import { details } from './details.ts';
import { models } from './models.ts';
import { pictures } from './pictures.ts';
import { specs } from './specs.ts';

export const kinds = { specs, models, pictures, details };

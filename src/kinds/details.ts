/**
 * What the inspector's panel is told of a node beyond its picture, by kind id. Fetched when
 * somebody looks, unlike models.
 */
import { tableOf } from '../lib/table.ts';
import type { Details } from '../sim/model.ts';
import { details as loadBalancer } from './balancing/load-balancer/details.ts';
import { details as database } from './compute/database/details.ts';
import { details as server } from './compute/server/details.ts';
import { details as client } from './traffic/client/details.ts';

export const details: Readonly<Record<string, Details>> = tableOf<Details>([
  ['client', client],
  ['load-balancer', loadBalancer],
  ['server', server],
  ['database', database],
]);

/** Every kind's picture, by kind id. */
import type { Picture } from '../lib/picture.ts';
import { tableOf } from '../lib/table.ts';
import { picture as loadBalancer } from './balancing/load-balancer/picture.ts';
import { picture as pool } from './balancing/pool/picture.ts';
import { picture as database } from './compute/database/picture.ts';
import { picture as server } from './compute/server/picture.ts';
import { picture as client } from './traffic/client/picture.ts';

export const pictures: Readonly<Record<string, Picture>> = tableOf<Picture>([
  ['client', client],
  ['load-balancer', loadBalancer],
  ['pool', pool],
  ['server', server],
  ['database', database],
]);

/** The entry of every kind, in the palette's order: all that a page holds of a kind nobody uses. */
import type { Entry } from '../document/entry.ts';
import { entry as balancerCluster } from './balancing/balancer-cluster/entry.ts';
import { entry as loadBalancer } from './balancing/load-balancer/entry.ts';
import { entry as pool } from './balancing/pool/entry.ts';
import { entry as zone } from './balancing/zone/entry.ts';
import { entry as database } from './compute/database/entry.ts';
import { entry as server } from './compute/server/entry.ts';
import { entry as client } from './traffic/client/entry.ts';

export const catalogue: readonly Entry[] = [
  client,
  loadBalancer,
  balancerCluster,
  pool,
  zone,
  server,
  database,
];

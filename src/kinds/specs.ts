/** Every kind's spec. A new kind adds a line here and in the lists beside it. */

import type { Specs } from '../document/spec.ts';
import { tableOf } from '../lib/table.ts';
import { spec as balancerCluster } from './balancing/balancer-cluster/spec.ts';
import { spec as loadBalancer } from './balancing/load-balancer/spec.ts';
import { spec as pool } from './balancing/pool/spec.ts';
import { spec as zone } from './balancing/zone/spec.ts';
import { spec as database } from './compute/database/spec.ts';
import { spec as server } from './compute/server/spec.ts';
import { spec as client } from './traffic/client/spec.ts';

/** In the palette's order. */
const list = [client, loadBalancer, balancerCluster, pool, zone, server, database];

export const specs: Specs = tableOf(list.map((spec) => [spec.kind, spec] as const));

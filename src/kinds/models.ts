/** Every kind's model. */
import { tableOf } from '../lib/table.ts';
import type { Model } from '../sim/model.ts';
import { model as loadBalancer } from './balancing/load-balancer/model.ts';
import { model as pool } from './balancing/pool/model.ts';
import { model as database } from './compute/database/model.ts';
import { model as server } from './compute/server/model.ts';
import { model as client } from './traffic/client/model.ts';

const list: Model[] = [client, loadBalancer, pool, server, database];

export const models: Readonly<Record<string, Model>> = tableOf(
  list.map((model) => [model.kind, model] as const),
);

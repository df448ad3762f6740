/** Every kind at once, for whoever runs documents of any kind without a page. */
import type { Picture } from '../lib/picture.ts';
import { tableOf } from '../lib/table.ts';
import { commands } from '../run/commands.ts';
import type { Answer, Model } from '../sim/model.ts';
import { kind as balancerCluster } from './balancing/balancer-cluster/kind.ts';
import { answer as loadBalancerAnswer } from './balancing/load-balancer/answers.ts';
import { kind as loadBalancer } from './balancing/load-balancer/kind.ts';
import { answer as poolAnswer } from './balancing/pool/answers.ts';
import { kind as pool } from './balancing/pool/kind.ts';
import { kind as zone } from './balancing/zone/kind.ts';
import { answer as databaseAnswer } from './compute/database/answers.ts';
import { kind as database } from './compute/database/kind.ts';
import { kind as server } from './compute/server/kind.ts';
import { specs } from './specs.ts';
import { kind as client } from './traffic/client/kind.ts';

const list = [client, loadBalancer, balancerCluster, pool, zone, server, database];

export const kinds = {
  specs,
  models: tableOf<Model>(list.map(({ model }) => [model.kind, model] as const)),
  pictures: tableOf<Picture>(list.map(({ spec, picture }) => [spec.kind, picture] as const)),
  answers: tableOf<Answer>([
    ['load-balancer', loadBalancerAnswer],
    ['pool', poolAnswer],
    ['database', databaseAnswer],
  ]),
  commands,
};

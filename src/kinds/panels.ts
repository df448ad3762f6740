/** The panels of kinds that have one of their own, by kind id. */
import type { ComponentType } from 'react';
import { tableOf } from '../lib/table.ts';
import { Panel as LoadBalancerPanel } from './balancing/load-balancer/panel.tsx';
import { Panel as DatabasePanel } from './compute/database/panel.tsx';

// biome-ignore lint/suspicious/noExplicitAny: the table of all kinds holds panels of any settings, observation and details.
type KindPanel = ComponentType<any>;

export const panels: Readonly<Record<string, KindPanel>> = tableOf<KindPanel>([
  ['load-balancer', LoadBalancerPanel],
  ['database', DatabasePanel],
]);

/** A server's settings, and what its card shows. */
import { choice, distribution, names } from '../../../document/field.ts';
import { type ConfigOf, defineSpec } from '../../../document/spec.ts';
import { backendFields } from '../../shared/backend-fields.ts';
import { healthActions } from '../../shared/health-deeds.ts';
import { healthFields } from '../../shared/health-fields.ts';
import { loadSeries } from '../../shared/load-series.ts';
import type { StationObservation } from '../../shared/observation.ts';
import { processFaults, processFields, queueLimit, slots } from '../../shared/process-fields.ts';
import { entry } from './entry.ts';

export const series = loadSeries;

export const spec = defineSpec({
  ...entry,
  replicates: true,
  fields: {
    slots: slots({
      help: 'How many requests it serves at the same time: threads, workers or cores.',
      default: 4,
    }),
    service: distribution({
      key: 's',
      label: 'Service time',
      help: 'How long a slot takes for one request.',
      default: { dist: 'exponential', mean: 50 },
      unit: 'ms',
    }),
    queueLimit: queueLimit({
      help: 'How many requests can wait for a slot. Requests beyond this are rejected.',
      default: 100,
    }),
    discipline: choice({
      key: 'd',
      label: 'Order',
      help: 'Which request is served next. With processor sharing none waits: all share the slots, and each gets slower the more there are.',
      default: 'fifo',
      options: {
        fifo: 'First come, first served',
        lifo: 'Last come, first served',
        'processor-sharing': 'Processor sharing',
      },
    }),
    headers: names({
      key: 'h',
      label: 'Response headers',
      help: 'Names and values that its answers carry. A balancer of layer 7 passes them on.',
      default: {},
      maxName: 100,
      maxText: 200,
    }),
    ...processFields({
      part: 'server',
      jobs: 'requests',
      work: 'the full service time',
      accepts: 'requests',
      bootTime: 100,
    }),
    ...backendFields(),
    ...healthFields(),
  },
  actions: healthActions,
  ...processFaults,
  series,
});

export type ServerConfig = ConfigOf<typeof spec.fields>;

/** What a server's picture is drawn from. */
export interface ServerObservation extends StationObservation {
  readonly discipline: ServerConfig['discipline'];
  /** Its health checks say the opposite of what is true. */
  readonly lies: boolean;
}

/** Settings of a part that answers health checks over HTTP. */
import { type Complete, integer, text, toggle } from '../../document/field.ts';

const GROUP = 'Health checks';

export function healthFields() {
  return {
    healthPath: text({
      key: 'hp',
      label: 'Health path',
      group: GROUP,
      help: 'Health checks that ask for this path learn how it is. Those for another path get 404.',
      default: '/health',
    }),
    healthStatus: integer({
      key: 'hs',
      label: 'Health status',
      group: GROUP,
      help: 'What it answers there while it is well. It is not while half or more of its responses are errors: then it says 503.',
      default: 200,
      min: 100,
      max: 599,
    }),
    healthWaits: toggle({
      key: 'hw',
      label: 'Checks wait in line',
      group: GROUP,
      help: 'On lets health checks wait for a slot like requests. Off answers them at once, however long the queue is.',
      default: false,
    }),
  };
}

export type HealthSettings = Readonly<Complete<ReturnType<typeof healthFields>>>;

/** Settings of a part that answers health checks over HTTP. */
import { type Complete, integer, text, toggle } from '../../document/field.ts';

const GROUP = 'Health checks';

export function healthFields() {
  return {
    healthPath: text({
      key: 'hp',
      label: 'Health path',
      group: GROUP,
      help: 'Health checks for another path get 404.',
      default: '/health',
    }),
    healthStatus: integer({
      key: 'hs',
      label: 'Health status',
      group: GROUP,
      help: 'What it says while it is well. While half or more of its responses are errors it says 503.',
      default: 200,
      min: 100,
      max: 599,
    }),
    healthWaits: toggle({
      key: 'hw',
      label: 'Checks wait in line',
      group: GROUP,
      help: 'Health checks wait for a slot like requests, and are not answered at once.',
      default: false,
    }),
  };
}

export type HealthSettings = Readonly<Complete<ReturnType<typeof healthFields>>>;

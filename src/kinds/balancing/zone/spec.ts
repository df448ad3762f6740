/**
 * A zone: parts that share power, cooling, a network. It may stand inside pools and clusters, and
 * its members are members of those.
 */
import { text } from '../../../document/field.ts';
import { type ConfigOf, defineSpec } from '../../../document/spec.ts';
import { entry } from './entry.ts';

export const spec = defineSpec({
  ...entry,
  fields: {
    domain: text({
      key: 'd',
      label: 'Domain',
      help: 'Zones of one domain fail together, wherever they stand. Empty: this zone alone.',
      default: '',
      maxLength: 60,
    }),
  },
  faults: ['crash', 'restart', 'isolate', 'rejoin'],
  frame: {
    ...entry.frame,
    isTransparent: true,
    sharesFate: { by: 'domain' },
    holds: (member) => member.frame?.isTransparent !== true,
  },
});

export type ZoneConfig = ConfigOf<typeof spec.fields>;

export interface ZoneObservation {
  readonly state: string;
  readonly members: number;
  readonly isLost: boolean;
}

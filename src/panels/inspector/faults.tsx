/** Breaking things and mending them: buttons at the top of the inspector, each one command at the moment shown. */
import type { Fault } from '../../document/spec.ts';
import type { Intervention } from '../../document/types.ts';
import { formatShare } from '../../lib/duration.ts';
import { edit } from '../../store/document.ts';
import { useScene } from '../../store/scene.ts';
import { Button, type ButtonLook } from '../../ui/button.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { words } from '../words.ts';
import css from './faults.module.css';

const SLOW_FACTOR = 4;
const ERROR_RATE = 0.5;
const BURST = { factor: 5, for: 10_000 } as const;

interface Remedy {
  label: string;
  help: string;
  look: ButtonLook;
  command: Intervention;
}

/** What a button does; `isOn` when its fault is in force, and the button ends it. */
function remedyOf(fault: Fault, node: string, isOn: boolean): Remedy {
  const { faults } = words;
  const { help } = faults;
  switch (fault) {
    case 'slow':
      return isOn
        ? {
            label: faults.fullSpeed,
            help: help.fullSpeed,
            look: 'accent',
            command: { do: 'slow', node, factor: 1 },
          }
        : {
            label: faults.slow(SLOW_FACTOR),
            help: help.slow,
            look: 'normal',
            command: { do: 'slow', node, factor: SLOW_FACTOR },
          };
    case 'errors':
      return isOn
        ? {
            label: faults.noErrors,
            help: help.noErrors,
            look: 'accent',
            command: { do: 'errors', node, rate: 0 },
          }
        : {
            label: faults.errors(formatShare(ERROR_RATE)),
            help: help.errors,
            look: 'normal',
            command: { do: 'errors', node, rate: ERROR_RATE },
          };
    case 'burst':
      return {
        label: faults.burst(BURST.factor),
        help: help.burst,
        look: 'normal',
        command: { do: 'burst', node, ...BURST },
      };
    case 'restart':
    case 'resume':
      return {
        label: faults[fault],
        help: help[fault],
        look: isOn ? 'accent' : 'normal',
        command: { do: fault, node },
      };
    case 'crash':
      return {
        label: faults.crash,
        help: help.crash,
        look: 'danger',
        command: { do: 'crash', node },
      };
    default:
      return {
        label: faults[fault],
        help: help[fault],
        look: 'normal',
        command: { do: fault, node },
      };
  }
}

/** `isDown` also when it went down by itself, which no command tells. */
export function NodeFaults({
  id,
  faults,
  isDown,
}: {
  id: string;
  faults: readonly Fault[];
  isDown: boolean;
}) {
  const inForce = useScene((scene) => scene.faults[id]);
  if (faults.length === 0) return null;
  const on: Partial<Record<Fault, boolean>> = {
    slow: inForce?.slow !== undefined,
    errors: inForce?.errors !== undefined,
    restart: isDown && inForce?.hung !== true,
    resume: inForce?.hung === true,
  };
  // One place for two: what hangs can only be resumed, and what does not, only hung.
  const isHung = inForce?.hung === true;
  const shown = faults.filter((fault) => fault !== (isHung ? 'hang' : 'resume'));
  return (
    <Row
      remedies={shown.map((fault) => [fault, remedyOf(fault, id, on[fault] === true)] as const)}
    />
  );
}

export function EdgeFaults({ id }: { id: string }) {
  const cut = useScene((scene) => scene.faults[id]?.cut ?? null);
  const { faults } = words;
  const remedies: [string, Remedy][] = [
    [
      'cut',
      {
        label: faults.cut,
        help: faults.help.cut,
        look: 'danger',
        command: { do: 'cut', edge: id },
      },
    ],
    [
      'cut-requests',
      {
        label: faults.cutRequests,
        help: faults.help.cutRequests,
        look: 'normal',
        command: { do: 'cut', edge: id, way: 'forward' },
      },
    ],
    [
      'cut-responses',
      {
        label: faults.cutResponses,
        help: faults.help.cutResponses,
        look: 'normal',
        command: { do: 'cut', edge: id, way: 'back' },
      },
    ],
    [
      'heal',
      {
        label: faults.heal,
        help: faults.help.heal,
        look: cut === null ? 'normal' : 'accent',
        command: { do: 'heal', edge: id },
      },
    ],
  ];
  return <Row remedies={remedies} />;
}

function Row({ remedies }: { remedies: readonly (readonly [string, Remedy])[] }) {
  return (
    <fieldset className={css.faults} aria-label={words.faults.label}>
      {remedies.map(([key, { label, help, look, command }]) => (
        <Tooltip key={key} text={help}>
          <Button look={look} onClick={() => edit({ edit: 'intervene', command })}>
            {label}
          </Button>
        </Tooltip>
      ))}
    </fieldset>
  );
}

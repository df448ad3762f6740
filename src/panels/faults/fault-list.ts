/**
 * What can be broken on a node or edge and what mends it again, as plain data: the inspector's
 * buttons and the context menu show the same list.
 */
import { errorRateOf, type Faults } from '../../document/faults.ts';
import { hasHappened } from '../../document/scene.ts';
import type { Fault, Spec } from '../../document/spec.ts';
import type {
  DocumentCommand,
  DocumentEdge,
  DocumentNode,
  Intervention,
} from '../../document/types.ts';
import { formatDuration, formatNumber, formatShare } from '../../lib/duration.ts';
import { shortClock } from '../format.ts';
import { words } from './words.ts';

/** One click's worth; other values are chosen in a form. */
export const USUAL = {
  slow: 4,
  errors: 0.5,
  burst: { factor: 5, for: 10_000 },
  lose: 0.1,
  delay: 200,
} as const;

export interface FaultOffer {
  /** Unique within its list: "slow", "cut-requests", "full-speed". */
  readonly id: string;
  readonly label: string;
  /** One sentence. */
  readonly help: string;
  readonly look: 'normal' | 'danger' | 'accent';
  readonly intervention: Intervention;
  /** It is in force, exactly so: doing it again changes nothing. */
  readonly isOn: boolean;
  /** It ends something that is in force. */
  readonly ends: boolean;
}

type KnownSpec = Pick<Spec, 'faults' | 'fields' | 'process'>;

export interface FaultState {
  /** At the moment shown. */
  readonly inForce: Faults | undefined;
  /** The node is down, also when it went down by itself, which no command tells. */
  readonly isDown: boolean;
}

/**
 * Everything that can be done to the part right now; `spec` is undefined for edges and unknown
 * kinds.
 */
export function faultsOf(
  part: DocumentNode | DocumentEdge,
  spec: KnownSpec | undefined,
  state: FaultState,
): FaultOffer[] {
  const on = state.inForce ?? {};
  const starts =
    'from' in part
      ? edgeStarts(part.id, on)
      : (spec?.faults ?? []).flatMap((fault) => nodeStart(fault, part.id, on));
  const ends = activeFaults(part, spec, state, []).flatMap(({ end }) => end ?? []);
  return [...starts, ...ends];
}

function offer(
  id: string,
  [label, help]: readonly [string, string],
  intervention: Intervention,
  how: Partial<Pick<FaultOffer, 'look' | 'isOn' | 'ends'>> = {},
): FaultOffer {
  return { id, label, help, look: 'normal', isOn: false, ends: false, intervention, ...how };
}

function nodeStart(fault: Fault, node: string, on: Faults): FaultOffer[] {
  const { help } = words;
  switch (fault) {
    case 'crash': {
      const how = { look: 'danger', isOn: on.crashed === true } as const;
      return [offer(fault, [words.crash, help.crash], { do: fault, node }, how)];
    }
    case 'hang':
      return [
        offer(fault, [words.hang, help.hang], { do: fault, node }, { isOn: on.hung === true }),
      ];
    case 'drain':
      return [
        offer(fault, [words.drain, help.drain], { do: fault, node }, { isOn: on.drained === true }),
      ];
    case 'slow': {
      const factor = USUAL.slow;
      const said = formatNumber(factor);
      const how = { isOn: on.slow === factor };
      return [offer(fault, [words.slow(said), help.slow(said)], { do: fault, node, factor }, how)];
    }
    case 'errors': {
      const rate = USUAL.errors;
      const said = formatShare(rate);
      const how = { isOn: on.errors === rate };
      return [
        offer(fault, [words.errors(said), help.errors(said)], { do: fault, node, rate }, how),
      ];
    }
    case 'burst': {
      const said = formatNumber(USUAL.burst.factor);
      const time = formatDuration(USUAL.burst.for);
      const act: Intervention = { do: fault, node, ...USUAL.burst };
      return [offer(fault, [words.burst(said), help.burst(said, time)], act)];
    }
    default:
      // Bringing back and resuming are ends: offered where there is something to end.
      return [];
  }
}

function edgeStarts(edge: string, on: Faults): FaultOffer[] {
  const { help } = words;
  const [loss, delay] = [formatShare(USUAL.lose), formatDuration(USUAL.delay)];
  return [
    offer(
      'cut',
      [words.cut, help.cut],
      { do: 'cut', edge },
      { look: 'danger', isOn: on.cut === 'both' },
    ),
    offer(
      'cut-requests',
      [words.cutRequests, help.cutRequests],
      { do: 'cut', edge, way: 'forward' },
      { isOn: on.cut === 'forward' },
    ),
    offer(
      'cut-responses',
      [words.cutResponses, help.cutResponses],
      { do: 'cut', edge, way: 'back' },
      { isOn: on.cut === 'back' },
    ),
    offer(
      'lose',
      [words.lose(loss), help.lose(loss)],
      { do: 'lose', edge, rate: USUAL.lose },
      { isOn: on.lose === USUAL.lose },
    ),
    offer(
      'delay',
      [words.delay(delay), help.delay(delay)],
      { do: 'delay', edge, by: USUAL.delay },
      { isOn: on.delay === USUAL.delay },
    ),
  ];
}

function heal(edge: string): FaultOffer {
  return offer(
    'heal',
    [words.heal, words.help.heal],
    { do: 'heal', edge },
    { look: 'accent', ends: true },
  );
}

export interface ActiveFault {
  readonly id: string;
  /** "Slow ×4 since 0:12.4". */
  readonly words: string;
  /** What ends it; null where the same end stands beside another of the list already. */
  readonly end: FaultOffer | null;
}

/**
 * What is in force on a part, each with its end. `happened`: the commands up to the moment shown,
 * from which "since" is read.
 */
export function activeFaults(
  part: DocumentNode | DocumentEdge,
  spec: KnownSpec | undefined,
  { inForce = {}, isDown }: FaultState,
  happened: readonly DocumentCommand[],
): ActiveFault[] {
  const { on } = words;
  const since = (what: string, does: Intervention['do']): string => {
    const last = happened.findLast((each) => each.do === does && concerns(each, part.id));
    return last === undefined ? what : on.since(what, shortClock(last.at * 1000));
  };
  const found: ActiveFault[] = [];
  const list = (id: string, said: string, end: FaultOffer | null) => {
    const isNew = end !== null && found.every((other) => other.end?.id !== end.id);
    found.push({ id, words: said, end: isNew ? end : null });
  };
  if ('from' in part) {
    const { cut, lose, delay } = inForce;
    const ends = edgeEnds(part.id, inForce);
    if (cut !== undefined) list('cut', since(on.cut[cut], 'cut'), ends.all);
    if (lose !== undefined) list('lose', since(on.lose(formatShare(lose)), 'lose'), ends.lose);
    if (delay !== undefined) {
      list('delay', since(on.delay(formatDuration(delay)), 'delay'), ends.delay);
    }
    return found;
  }
  const ends = nodeEnds(part, spec);
  if (inForce.crashed === true) list('crash', since(on.crashed, 'crash'), ends.restart);
  if (inForce.drained === true) list('drain', since(on.drained, 'drain'), ends.restart);
  if (inForce.hung === true) list('hang', since(on.hung, 'hang'), ends.resume);
  if (isDown && found.length === 0) list('down', on.down, ends.restart);
  if (inForce.slow !== undefined) {
    list('slow', since(on.slow(formatNumber(inForce.slow)), 'slow'), ends.slow);
  }
  if (inForce.errors !== undefined) {
    list('errors', since(on.errors(formatShare(inForce.errors)), 'errors'), ends.errors);
  }
  if (inForce.burst !== undefined) {
    const { factor, until } = inForce.burst;
    const said = on.burst(formatNumber(factor), shortClock(until * 1000));
    list('burst', said, ends.burst);
  }
  return found;
}

/** Commands up to and including a moment in milliseconds. */
export function happenedBy(commands: readonly DocumentCommand[], nowMs: number): DocumentCommand[] {
  return commands.filter((command) => hasHappened(command, nowMs));
}

function concerns(command: DocumentCommand, id: string): boolean {
  return ('node' in command && command.node === id) || ('edge' in command && command.edge === id);
}

/** With a cut, healing is the end of all of it; loss and delay end alone, too. */
function edgeEnds(edge: string, on: Faults) {
  const how = { look: 'accent', ends: true } as const;
  const isAlone = [on.cut, on.lose, on.delay].filter((each) => each !== undefined).length === 1;
  return {
    all: heal(edge),
    lose: isAlone
      ? heal(edge)
      : offer('no-loss', [words.noLoss, words.help.noLoss], { do: 'lose', edge, rate: 0 }, how),
    delay: isAlone
      ? heal(edge)
      : offer('no-delay', [words.noDelay, words.help.noDelay], { do: 'delay', edge, by: 0 }, how),
  };
}

function nodeEnds(part: DocumentNode, spec: KnownSpec | undefined) {
  const { help } = words;
  const { id: node } = part;
  const rate = errorRateOf(part, spec);
  const own = formatShare(rate);
  const how = { look: 'accent', ends: true } as const;
  const known = (fault: Fault, end: FaultOffer): FaultOffer | null =>
    spec?.faults.includes(fault) === true ? end : null;
  return {
    restart: known(
      'restart',
      offer('restart', [words.restart, help.restart], { do: 'restart', node }, how),
    ),
    resume: known(
      'resume',
      offer('resume', [words.resume, help.resume], { do: 'resume', node }, how),
    ),
    slow: offer(
      'full-speed',
      [words.fullSpeed, help.fullSpeed],
      { do: 'slow', node, factor: 1 },
      how,
    ),
    errors: offer(
      'no-errors',
      rate === 0 ? [words.noErrors, help.noErrors] : [words.ownErrors(own), help.ownErrors(own)],
      { do: 'errors', node, rate },
      how,
    ),
    burst: offer(
      'no-burst',
      [words.noBurst, help.noBurst],
      { do: 'burst', node, factor: 1, for: 0 },
      how,
    ),
  };
}

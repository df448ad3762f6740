/**
 * A balancer at a glance: one sign per backend, its health by shape and colour, with its share of
 * the traffic as a bar.
 */
import type { DisplayList, Shape } from '../../../lib/display-list.ts';
import type { Picture } from '../../../lib/picture.ts';
import { isOff, processWords } from '../../shared/picture-process.ts';
import { type OutReport, outWords } from '../shared/out.ts';
import type { BackendReport, BalancerObservation, HealthWord } from './observation.ts';

/** Up to so many backends have a row with a bar; beyond that there is room for signs alone. */
const MOST_ROWS = 6;
const ROW_HEIGHT = 11;
const RADIUS = 3;
const COLUMNS = 7;
const MOST_SIGNS = 35;
/** Where the bars begin. */
const BAR_LEFT = 12;

export const picture: Picture<BalancerObservation> = {
  words,
  // More are in use than there are, when some were taken away.
  utilization: ({ natEntries, natPorts }) =>
    natPorts === 0 ? null : Math.min(1, natEntries / natPorts),
  keepsOut: (seen) =>
    isOff(seen)
      ? []
      : wanted(seen).flatMap(({ id, isUp, out }) =>
          isUp || out === null ? [] : [{ id, why: outWords(out) }],
        ),
  draw,
};

function words(seen: BalancerObservation): string {
  const unusual = processWords(seen, seen.connections);
  if (unusual !== null) return unusual;
  const layer = seen.mode === 'l4' ? 'L4' : 'L7';
  const backends = wanted(seen);
  const all = backends.length;
  if (seen.backends.length === 0) return `${layer} · no backends`;
  if (seen.panics) return `${layer} · panic: all ${all} in use`;
  const used = backends.filter(isInUse).length;
  const out = nextOf(backends);
  if (out !== null) return `${used} of ${all} · ${outWords(out)}`;
  if (used === 0) return `${layer} · no healthy backend`;
  const noun = all === 1 ? 'backend' : 'backends';
  return used === all ? `${layer} · ${all} ${noun}` : `${layer} · ${used} of ${all} ${noun}`;
}

function wanted({ backends }: BalancerObservation): BackendReport[] {
  return backends.filter(({ isWanted }) => isWanted);
}

/** Of those that are out the one that is back first, as far as that is known; else the newest. */
function nextOf(backends: readonly BackendReport[]): OutReport | null {
  let next: OutReport | null = null;
  for (const { isUp, out } of backends) {
    if (!isUp && out !== null && (next === null || lasts(out) < lasts(next))) next = out;
  }
  return next;
}

/** An order, not a time: nobody knows how long checks go on to fail. */
function lasts(out: OutReport): number {
  return out.by === 'checks' ? 1e9 + out.forMs : out.leftMs;
}

function isInUse(backend: BackendReport): boolean {
  return backend.isUp && backend.health !== 'drained';
}

function draw(
  seen: BalancerObservation,
  box: { readonly width: number; readonly height: number },
): DisplayList {
  return seen.backends.length <= MOST_ROWS ? rows(seen, box) : signs(seen);
}

function rows(
  seen: BalancerObservation,
  box: { readonly width: number; readonly height: number },
): Shape[] {
  const { backends } = seen;
  const step = Math.min(ROW_HEIGHT, box.height / Math.max(1, backends.length));
  const top = (box.height - step * backends.length) / 2;
  const room = box.width - BAR_LEFT;
  return backends.flatMap((backend, row) => {
    const y = top + step * (row + 0.5);
    const bar = { s: 'rect', x: BAR_LEFT, y: y - 2, h: 4, r: 2 } as const;
    const shapes: Shape[] = [...sign(backend.health, 4, y), { ...bar, w: room, fill: 'line' }];
    if (backend.share > 0) shapes.push({ ...bar, w: room * backend.share, fill: 'balancing' });
    return shapes;
  });
}

function signs(seen: BalancerObservation): Shape[] {
  return seen.backends
    .slice(0, MOST_SIGNS)
    .flatMap((backend, at) =>
      sign(backend.health, 4 + 8 * (at % COLUMNS), 5 + 8.5 * Math.floor(at / COLUMNS)),
    );
}

function sign(health: HealthWord, x: number, y: number): Shape[] {
  switch (health) {
    case 'healthy':
      return [{ s: 'circle', x, y, r: RADIUS, fill: 'ok' }];
    case 'failing':
      return [{ s: 'circle', x, y, r: RADIUS - 0.5, stroke: 'warn', width: 1.5 }];
    case 'unhealthy':
      return [
        { s: 'line', points: [x - 2.5, y - 2.5, x + 2.5, y + 2.5], stroke: 'bad', width: 1.5 },
        { s: 'line', points: [x - 2.5, y + 2.5, x + 2.5, y - 2.5], stroke: 'bad', width: 1.5 },
      ];
    case 'ejected':
      return [
        { s: 'circle', x, y, r: RADIUS - 0.5, stroke: 'bad', width: 1.5 },
        { s: 'line', points: [x - 1.5, y, x + 1.5, y], stroke: 'bad', width: 1.5 },
      ];
    case 'recovering':
      return [{ s: 'arc', x, y, r: RADIUS - 0.5, from: 0, to: 0.6, stroke: 'warn', width: 1.5 }];
    case 'drained':
      return [{ s: 'line', points: [x - 3, y, x + 3, y], stroke: 'edge', width: 1.5 }];
    default:
      return health satisfies never;
  }
}

/**
 * A client at a glance: how many of its requests are under way, ringed by how those before them
 * ended.
 */
import type { DisplayList, Shape } from '../../../lib/display-list.ts';
import { formatNumber, formatRate } from '../../../lib/duration.ts';
import type { Picture } from '../../../lib/picture.ts';
import type { ClientObservation } from './spec.ts';

export const picture: Picture<ClientObservation> = {
  words,
  suffers: (seen) => ({ burst: seen.boost }),
  utilization: () => null,
  draw,
};

function words(seen: ClientObservation): string {
  if (seen.hung) return 'not responding';
  if (seen.state === 'down') return 'down';
  if (seen.state === 'stopped') {
    if (seen.outstanding === 0) return 'stopped';
    return `stopped · ${seen.outstanding} in progress${seen.isEndless ? ' · no timeout' : ''}`;
  }
  const load =
    seen.load === 'closed'
      ? `${formatNumber(seen.users)} users`
      : formatRate(seen.rate, ' requests');
  if (seen.boost !== 1) return `${load} · burst ×${formatNumber(seen.boost)}`;
  return seen.isEndless ? `${load} · no timeout` : load;
}

function draw(
  seen: ClientObservation,
  box: { readonly width: number; readonly height: number },
): DisplayList {
  const x = box.width / 2;
  const y = box.height / 2;
  const r = Math.min(box.width, box.height) / 2 - 4;
  const shapes: Shape[] = [{ s: 'circle', x, y, r, stroke: 'line', width: 4 }];
  const ended = seen.answered + seen.failed + seen.lost;
  if (ended > 0) {
    const good = seen.answered / ended;
    if (good > 0) shapes.push({ s: 'arc', x, y, r, from: 0, to: good, stroke: 'ok', width: 4 });
    if (good < 1) shapes.push({ s: 'arc', x, y, r, from: good, to: 1, stroke: 'bad', width: 4 });
  }
  shapes.push({
    s: 'text',
    x,
    y: y + 4,
    text: formatNumber(seen.outstanding),
    size: 11,
    weight: 600,
    ink: 'text',
    align: 'center',
    max: 2 * r - 6,
  });
  return shapes;
}

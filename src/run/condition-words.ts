/** Why a run paused, in words: what was found, where, and what had been asked for. */
import type { Condition } from '../document/condition.ts';
import { conditionWords } from '../document/condition-words.ts';
import { deedTitle } from '../document/deed-targets.ts';
import type { Specs } from '../document/spec.ts';
import type { SceneDocument } from '../document/types.ts';
import { formatDuration } from '../lib/duration.ts';
import { own } from '../lib/table.ts';
import type { Firing } from '../sim/condition-watch.ts';
import type { Engine } from '../sim/engine.ts';
import type { Stopped } from './report-types.ts';

export function stoppedAt(
  document: SceneDocument,
  engine: Engine,
  firing: Firing,
  specs: Specs,
): Stopped {
  const { condition, at } = firing;
  const asked = document.conditions?.[condition];
  return {
    condition,
    at,
    words: asked === undefined ? '' : wordsFor(engine, asked, firing, specs),
  };
}

/** What one judge found says more than what had been asked for. */
function wordsFor(
  { world, models }: Engine,
  asked: Condition,
  firing: Firing,
  specs: Specs,
): string {
  const { nodes } = world;
  const { figure, what } = firing;
  const nameOf = (node: number) => nodes[node]?.name ?? '';
  const nodeOf = (id: string) => nodes.findLast((node) => node.id === id);
  const where = nameOf(firing.node);
  const isPlain = !('for' in asked && asked.for !== undefined);
  if ('error' in asked) return errorWords(firing, nameOf);
  if ('state' in asked && isPlain && asked.machine === undefined) return `${where} is now ${what}`;
  if ('figure' in asked && asked.figure === 'queue' && isPlain) {
    const { above, below } = asked;
    const bound = above === undefined ? `fewer than ${below}` : `more than ${above}`;
    return `${figure} waiting at ${where}, ${bound}`;
  }
  if ('figure' in asked && asked.figure === 'response' && isPlain) {
    const { above, below = 0 } = asked;
    const place = asked.node === undefined ? '' : ` at ${where}`;
    const bound = `${above === undefined ? 'below' : 'above'} ${formatDuration(above ?? below)}`;
    const [found, within] = [formatDuration(figure / 1000), formatDuration(asked.within)];
    return `p${asked.percentile}${place} was ${found} over the last ${within}, ${bound}`;
  }
  return conditionWords(asked, {
    part: (id) => nodeOf(id)?.name ?? id,
    kind: (id) => id,
    series: (id, name) => {
      const { series = {} } = own(models, nodeOf(id)?.kind ?? '') ?? {};
      return own(series, name)?.label ?? name;
    },
    deed: (name) => deedTitle(name, Object.values(specs)),
  });
}

function errorWords(firing: Firing, nameOf: (node: number) => string): string {
  const { figure, message, node, source } = firing;
  const what = `request ${message} from ${nameOf(source)}`;
  if (figure === 0) {
    return `${what} was dropped at ${nameOf(node)}: ${firing.what.replaceAll('-', ' ')}`;
  }
  if (node === source) return `${what} was answered with ${figure}`;
  return `${nameOf(node)} answered ${what} with ${figure}`;
}

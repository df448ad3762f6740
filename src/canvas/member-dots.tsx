/** What is in a folded frame: a dot for each part, by how well it is. */
import { TONES, type Tone } from '../lib/tone.ts';
import { useLive } from '../store/live.ts';
import css from './member-dots.module.css';

/** More would not be told apart: three rows of six, the last of which says how many are left. */
const MOST = 18;

/** The worst come first, so that none of them is left out. */
export function dotsOf(
  ids: readonly string[],
  toneOf: (id: string) => Tone | undefined,
): { readonly tones: readonly Tone[]; readonly left: number } {
  const tones = ids.map((id) => toneOf(id) ?? 'normal');
  const isTooMany = tones.length > MOST;
  if (isTooMany) tones.sort((a, b) => TONES.indexOf(a) - TONES.indexOf(b));
  const shown = isTooMany ? tones.slice(0, MOST - 3) : tones;
  return { tones: shown, left: tones.length - shown.length };
}

export function MemberDots({ ids }: { ids: readonly string[] }) {
  // A word, so that the card is drawn anew only when one of them changes.
  const said = useLive(({ cards }) => {
    const { tones, left } = dotsOf(ids, (id) => cards.get(id)?.tone);
    return `${tones.join(' ')},${left}`;
  });
  const [tones = '', left = '0'] = said.split(',');
  return (
    <span className={css.dots} data-dots={ids.length} aria-hidden="true">
      {tones.split(' ').map((tone, index) =>
        tone === '' ? null : (
          // They have nothing but their order.
          // biome-ignore lint/suspicious/noArrayIndexKey: a dot is no part of its own.
          <span key={index} className={css.dot} data-tone={tone} />
        ),
      )}
      {left === '0' ? null : <span className={css.left}>+{left}</span>}
    </span>
  );
}

/** What the moving shapes mean, in one line that holds for what is on screen now. */
import type { DotClass } from '../lib/message-class.ts';
import { usePlayback } from '../store/playback.ts';
import { useMedia } from '../ui/media.ts';
import css from './legend.module.css';
import { words } from './words.ts';

/** As the painter draws them: shape by class, ink by outcome. */
const SHAPES: Readonly<Record<DotClass, { glyph: string; ink: string }>> = {
  request: { glyph: '●', ink: 'traffic' },
  response: { glyph: '○', ink: 'ok' },
  failure: { glyph: '✕', ink: 'bad' },
  handshake: { glyph: '·', ink: 'soft' },
  record: { glyph: '■', ink: 'streaming' },
  replica: { glyph: '▫', ink: 'streaming' },
  probe: { glyph: '◇', ink: 'accent' },
  heartbeat: { glyph: '·', ink: 'soft' },
  fetch: { glyph: '·', ink: 'soft' },
  task: { glyph: '▲', ink: 'workflow' },
  control: { glyph: '·', ink: 'soft' },
  repeat: { glyph: '◎', ink: 'soft' },
};

export function Legend() {
  // As text, so that it renders again only when it says something else.
  const shown = usePlayback((state) => state.report?.classes.join(' ') ?? '');
  const share = usePlayback((state) => state.report?.dotsPerMessage ?? 1);
  const isStretched = usePlayback((state) => state.report?.stretched ?? false);
  const isStill = useMedia('(prefers-reduced-motion: reduce)');
  const classes = (Object.keys(SHAPES) as DotClass[]).filter((name) =>
    shown.split(' ').includes(name),
  );
  // Nothing is drawn in motion then: the lines themselves show the load.
  if (isStill) return <p className={css.legend}>{words.legend.still}</p>;
  return (
    <p className={css.legend}>
      {classes.map((name) => (
        <span key={name} className={css.class}>
          <span className={css.glyph} data-ink={SHAPES[name].ink} aria-hidden="true">
            {SHAPES[name].glyph}
          </span>
          {words.legend.classes[name]}
        </span>
      ))}
      <span>{classes.length === 0 ? words.legend.nothing : words.legend.share(share)}</span>
      {isStretched ? <span>{words.legend.stretched}</span> : null}
    </p>
  );
}

/**
 * The chain of causes, from the end back to the first fact. Each link leads to where and when it
 * was.
 */
import type { CauseLink } from '../../worker/protocol.ts';
import { goTo, showPlace } from '../go-to.ts';
import css from './requests.module.css';
import { words } from './words.ts';

export function Causes({ causes }: { causes: readonly CauseLink[] }) {
  if (causes.length === 0) return null;
  return (
    <section aria-label={words.causes}>
      <ol className={css.causes}>
        {causes.map((cause, index) => (
          <li key={`${cause.what} ${cause.at} ${cause.words}`} className={css.cause}>
            {index === 0 ? null : (
              <span className={css.because} role="img" aria-label={words.because}>
                ←
              </span>
            )}
            <Link cause={cause} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Link({ cause }: { cause: CauseLink }) {
  const { at, place } = cause;
  if (at === null && place === null) {
    return <span data-cause={cause.what}>{cause.words}</span>;
  }
  return (
    <button
      type="button"
      className={css.link}
      data-cause={cause.what}
      onClick={() => {
        if (at !== null) goTo(at);
        if (place !== null) showPlace(place);
      }}
    >
      {cause.words}
    </button>
  );
}

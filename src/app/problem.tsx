/**
 * Why a link or file could not be opened, or something could not be loaded: the code, the sentence
 * and what to do, over a page that still works.
 */
import { notFetched } from '../store/arriving.ts';
import { dismissProblem, useDocument } from '../store/document.ts';
import { dismissLost, tryAgain, useLost } from '../store/lost.ts';
import css from './problem.module.css';
import { words } from './words.ts';

export function Problem() {
  const mine = useDocument((state) => state.problem);
  const isLost = useLost((state) => state.again.length > 0);
  const problem = mine ?? (isLost ? notFetched(null, tryAgain) : null);
  if (problem === null) return null;
  const { retry } = problem;
  const title = retry === undefined ? words.problemTitle : words.notFetchedTitle;
  return (
    <section className={css.panel} role="alert" aria-label={title}>
      <h2 className={css.title}>{title}</h2>
      <p className={css.sentence}>{problem.sentence}</p>
      <p className={css.next}>{problem.next}</p>
      <footer className={css.foot}>
        <code className={css.code}>{problem.code}</code>
        {retry === undefined ? null : (
          <button type="button" className={css.button} onClick={retry}>
            {words.tryAgain}
          </button>
        )}
        <button
          type="button"
          className={css.button}
          onClick={mine === null ? dismissLost : dismissProblem}
        >
          {words.close}
        </button>
      </footer>
    </section>
  );
}

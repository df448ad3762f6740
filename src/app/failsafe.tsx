/**
 * When the page itself breaks: a sentence and a way on instead of a blank window. What was made is
 * stored as it is made.
 */
import { Component, type ReactNode } from 'react';
import css from './problem.module.css';
import { words } from './words.ts';

export class Failsafe extends Component<{ children: ReactNode }, { failure: string | null }> {
  override state: { failure: string | null } = { failure: null };

  static getDerivedStateFromError(error: unknown): { failure: string } {
    return { failure: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    if (this.state.failure === null) return this.props.children;
    return (
      <section className={css.panel} role="alert" aria-label={words.failed}>
        <h1 className={css.title}>{words.failed}</h1>
        <p className={css.sentence}>{this.state.failure}</p>
        <p className={css.next}>{words.failedNext}</p>
        <footer className={css.foot}>
          <button type="button" className={css.button} onClick={() => location.reload()}>
            {words.reload}
          </button>
        </footer>
      </section>
    );
  }
}

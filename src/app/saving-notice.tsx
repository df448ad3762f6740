/**
 * What there is to say about keeping the diagram: that this browser does not, or that another tab
 * has it too. It stays while it is so.
 */

import { keepMine } from '../store/document.ts';
import { exportFile } from '../store/document-files.ts';
import { useSaving } from '../store/saving.ts';
import css from './saving-notice.module.css';
import { words } from './words.ts';

interface Offer {
  sentence: string;
  doings: readonly { label: string; act: () => void }[];
}

export function SavingNotice() {
  const { failed, other } = useSaving();
  const offers = [
    ...(failed === null ? [] : [notSaved(failed)]),
    ...(other === null ? [] : [rival(other)]),
  ];
  return (
    <div className={css.place} role="status">
      {offers.map(({ sentence, doings }) => (
        <div key={sentence} className={css.notice}>
          <p className={css.sentence}>{sentence}</p>
          <span className={css.doings}>
            {doings.map(({ label, act }) => (
              <button key={label} type="button" className={css.button} onClick={act}>
                {label}
              </button>
            ))}
          </span>
        </div>
      ))}
    </div>
  );
}

function notSaved(failed: 'full' | 'denied'): Offer {
  return {
    sentence: words.saving[failed],
    doings: [{ label: words.saving.asFile, act: exportFile }],
  };
}

function rival(other: 'open' | 'changed' | 'copied'): Offer {
  const sentence = words.saving[other];
  if (other === 'open') return { sentence, doings: [{ label: words.saving.fine, act: keepMine }] };
  return {
    sentence,
    doings: [
      { label: words.saving.theirs, act: () => void showTheirs() },
      { label: words.saving.mine, act: keepMine },
    ],
  };
}

/** What is done to whole diagrams is loaded when it is needed. */
async function showTheirs(): Promise<void> {
  const { takeTheirs } = await import('../store/diagrams.ts');
  await takeTheirs();
}

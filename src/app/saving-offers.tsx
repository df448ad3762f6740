/**
 * What there is to say about keeping the diagram: that this browser does not, or that another tab
 * has it too. It is fetched when there is something.
 */
import { keepMine } from '../store/document.ts';
import { exportFile } from '../store/document-files.ts';
import { fetchOrSay } from '../store/lost.ts';
import { useSaving } from '../store/saving.ts';
import css from './saving-offers.module.css';
import { words } from './saving-words.ts';

interface Offer {
  sentence: string;
  doings: readonly { label: string; act: () => void }[];
}

export function SavingOffers() {
  const { failed, other } = useSaving();
  const offers = [
    ...(failed === null ? [] : [notSaved(failed)]),
    ...(other === null ? [] : [rival(other)]),
  ];
  return (
    <div className={css.place}>
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
    sentence: words[failed],
    doings: [{ label: words.asFile, act: exportFile }],
  };
}

function rival(other: 'open' | 'changed' | 'copied'): Offer {
  const sentence = words[other];
  if (other === 'open') return { sentence, doings: [{ label: words.fine, act: keepMine }] };
  return {
    sentence,
    doings: [
      { label: words.theirs, act: showTheirs },
      { label: words.mine, act: keepMine },
    ],
  };
}

/** What is done to whole diagrams is loaded when it is needed. */
function showTheirs(): void {
  void fetchOrSay(
    () => import('../store/diagrams.ts'),
    ({ takeTheirs }) => takeTheirs(),
  );
}

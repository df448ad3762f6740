/** The sheet of keys that `?` opens: generated, so that it says what is true. */
import { closeDialog } from '../store/shell.ts';
import { Dialog } from '../ui/dialog.tsx';
import { commandWords } from './command-words.ts';
import css from './keys-dialog.module.css';
import { keysSheet } from './keys-sheet.ts';
import { words } from './words.ts';

export function KeysDialog() {
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : closeDialog())}
      title={commandWords.sheet.title}
      about={commandWords.sheet.about}
      closeLabel={words.close}
    >
      {keysSheet().map((group) => (
        <section key={group.id} className={css.group} aria-labelledby={`keys-${group.id}`}>
          <h3 id={`keys-${group.id}`} className={css.title}>
            {group.title}
          </h3>
          <dl className={css.list}>
            {group.rows.map((row) => (
              <div key={row.id} className={css.row}>
                <dt className={css.keys}>
                  {row.keys.map((key) => (
                    <kbd key={key} className={css.key}>
                      {key}
                    </kbd>
                  ))}
                </dt>
                <dd className={css.does}>{row.does}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}

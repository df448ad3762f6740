/** The list of keys that `?` opens. */
import { closeDialog } from '../store/shell.ts';
import { Dialog } from '../ui/dialog.tsx';
import css from './keys-dialog.module.css';
import { words } from './words.ts';

export function KeysDialog() {
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : closeDialog())}
      title={words.keysTitle}
      closeLabel={words.close}
    >
      <dl className={css.list}>
        {words.keys.map(([key, does]) => (
          <div key={key} className={css.row}>
            <dt>
              <kbd className={css.key}>{key}</kbd>
            </dt>
            <dd className={css.does}>{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

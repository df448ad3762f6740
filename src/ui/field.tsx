/** One row of a form: a label, the control, what is wrong with it, and a sentence about it for those who listen. */
import { type ReactNode, useId } from 'react';
import css from './field.module.css';

/** What the control must carry so that label, help and error belong to it. */
export interface FieldIds {
  id: string;
  'aria-describedby': string;
  'aria-invalid'?: true;
}

interface FieldProps {
  label: string;
  help: string;
  error: string | null;
  /** The control takes the row below the label, for what is too wide to stand beside it. */
  wide?: boolean;
  /** After the control: a button back to the default, for example. */
  aside?: ReactNode;
  onFocus?: () => void;
  children: (ids: FieldIds) => ReactNode;
}

export function Field({ label, help, error, wide = false, aside, onFocus, children }: FieldProps) {
  const id = useId();
  const helpId = `${id}-help`;
  const errorId = `${id}-error`;
  const describedBy = error === null ? helpId : `${errorId} ${helpId}`;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only hears that the control within got the focus.
    <div className={wide ? `${css.field} ${css.wide}` : css.field} onFocus={onFocus}>
      <label className={css.label} htmlFor={id}>
        {label}
      </label>
      <div className={css.control}>
        {children({
          id,
          'aria-describedby': describedBy,
          ...(error === null ? {} : { 'aria-invalid': true as const }),
        })}
        {aside}
      </div>
      <span className={css.help} id={helpId}>
        {help}
      </span>
      {error === null ? null : (
        <p className={css.error} id={errorId} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

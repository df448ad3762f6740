/**
 * One row of a form: a label, the control, what is wrong with it, and a sentence about it for those
 * who listen.
 */
import { type FocusEventHandler, type ReactNode, useId } from 'react';
import css from './field.module.css';

/** What the control must carry so that label, help and error belong to it. */
export interface FieldIds {
  id: string;
  'aria-describedby'?: string;
  'aria-invalid'?: true;
}

interface FieldProps {
  label: string;
  help: string;
  error: string | null;
  /** The control takes the row below the label, for what is too wide to stand beside it. */
  wide?: boolean;
  /** The control has many parts with labels of their own: the label names them all as a group. */
  many?: boolean;
  /** After the control, or the label of many: a button back to the default, for example. */
  aside?: ReactNode;
  onFocus?: FocusEventHandler;
  children: (ids: FieldIds) => ReactNode;
}

export function Field(props: FieldProps) {
  const { label, help, error, wide = false, many = false, aside, onFocus, children } = props;
  const id = useId();
  const helpId = `${id}-help`;
  const errorId = `${id}-error`;
  const ids: FieldIds = {
    id,
    'aria-describedby': error === null ? helpId : `${errorId} ${helpId}`,
    ...(error === null ? {} : { 'aria-invalid': true }),
  };
  const contents = (
    <>
      {many ? (
        <span className={css.heading}>
          <span className={css.label}>{label}</span>
          {aside}
        </span>
      ) : (
        <label className={css.label} htmlFor={id}>
          {label}
        </label>
      )}
      <div className={css.control}>
        {children(ids)}
        {many ? null : aside}
      </div>
      <span className={css.help} id={helpId}>
        {help}
      </span>
      {error === null ? null : (
        <p className={css.error} id={errorId} role="alert">
          {error}
        </p>
      )}
    </>
  );
  const looks = { className: wide ? `${css.field} ${css.wide}` : css.field, onFocus };
  if (!many) return <div {...looks}>{contents}</div>;
  return (
    <fieldset {...looks} aria-label={label} aria-describedby={ids['aria-describedby']}>
      {contents}
    </fieldset>
  );
}

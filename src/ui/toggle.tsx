/** On or off, at once. */
import type { FieldIds } from './field.tsx';
import css from './toggle.module.css';

export function Toggle({
  ids,
  on,
  onChange,
}: {
  ids: FieldIds;
  on: boolean;
  onChange: (on: boolean) => void;
}) {
  const { 'aria-invalid': _never, ...rest } = ids;
  return (
    <span className={css.row}>
      <button
        {...rest}
        type="button"
        role="switch"
        className={css.toggle}
        aria-checked={on}
        onClick={() => onChange(!on)}
      />
    </span>
  );
}

/**
 * One of a closed list: the system's own control, which every hand and every screen reader knows.
 */
import type { FieldIds } from './field.tsx';
import css from './input.module.css';

interface SelectProps {
  ids: Partial<FieldIds>;
  value: string;
  options: readonly { readonly value: string; readonly label: string }[];
  onChoose: (value: string) => void;
  /** Where no label stands beside it. */
  label?: string;
}

export function Select({ ids, value, options, onChoose, label }: SelectProps) {
  return (
    <select
      {...ids}
      className={css.select}
      aria-label={label}
      value={value}
      onChange={(event) => onChoose(event.target.value)}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

/** One of a list as a row of a form. What is held and not in the list is shown beside it. */
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';

interface ChoiceProps {
  label: string;
  help: string;
  /** '' for none of them. */
  value: string;
  options: readonly { value: string; label: string }[];
  /** What a value that is not in the list is called. */
  named?: (value: string) => string;
  onChoose: (value: string) => void;
}

export function Choice({ label, help, value, options, named, onChoose }: ChoiceProps) {
  const isListed = value === '' || options.some((option) => option.value === value);
  const shown = isListed ? options : [...options, { value, label: named?.(value) ?? value }];
  return (
    <Field label={label} help={help} error={null}>
      {(ids) => <Select ids={ids} value={value} options={shown} onChoose={onChoose} />}
    </Field>
  );
}

/** One of a closed list as a row of a form. */
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';

interface ChoiceProps {
  label: string;
  help: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onChoose: (value: string) => void;
}

export function Choice({ label, help, value, options, onChoose }: ChoiceProps) {
  return (
    <Field label={label} help={help} error={null}>
      {(ids) => <Select ids={ids} value={value} options={options} onChoose={onChoose} />}
    </Field>
  );
}

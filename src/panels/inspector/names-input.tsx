/** Texts under names, typed in one line: `user: anna; theme: dark`. */
import type { FieldIds } from '../../ui/field.tsx';
import { TextInput } from '../../ui/text-input.tsx';
import { words } from './words.ts';

interface NamesInputProps {
  ids: FieldIds;
  value: Readonly<Record<string, string>>;
  onCommit: (names: Record<string, string>) => boolean;
  onError: (sentence: string | null) => void;
}

export function NamesInput({ value, ...rest }: NamesInputProps) {
  return (
    <TextInput
      {...rest}
      value={writeNames(value)}
      placeholder={words.settings.namesExample}
      parse={readNames}
    />
  );
}

/** As they would be typed. */
export function writeNames(names: Readonly<Record<string, string>>): string {
  return Object.entries(names)
    .map(([name, text]) => `${name}: ${text}`)
    .join('; ');
}

/**
 * The names and texts that were typed.
 * @throws Error for a part without a colon, or a name that no document can hold
 */
export function readNames(text: string): Record<string, string> {
  const parts = text.split(';').filter((part) => part.trim() !== '');
  return Object.fromEntries(
    parts.map((part) => {
      const [name = '', ...rest] = part.split(':');
      if (rest.length === 0 || name.trim() === '') {
        throw new Error(words.settings.noColon(part.trim()));
      }
      if (name.trim() === '__proto__') {
        throw new Error(words.settings.badName('__proto__'));
      }
      return [name.trim(), rest.join(':').trim()];
    }),
  );
}

/** A field to look for something with. Esc empties it before it closes anything. */
import { Search } from 'lucide-react';
import css from './search-input.module.css';

interface SearchInputProps {
  label: string;
  text: string;
  onText: (text: string) => void;
}

export function SearchInput({ label, text, onText }: SearchInputProps) {
  return (
    <span className={css.box} data-keeps-escape={text === '' ? undefined : true}>
      <Search size={16} strokeWidth={1.5} aria-hidden="true" />
      <input
        className={css.input}
        type="search"
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onText('');
        }}
      />
    </span>
  );
}

/** A part of the page in which it is said that something could not be fetched there. */
import { type ReactNode, useState } from 'react';
import { Button } from './button.tsx';
import { Losing } from './late.tsx';
import css from './place.module.css';
import { words } from './words.ts';

export function Place({ children }: { children: ReactNode }) {
  const [isLost, setLost] = useState(false);
  const [lose] = useState(() => () => setLost(true));
  if (!isLost) return <Losing value={lose}>{children}</Losing>;
  return (
    <p className={css.lost} role="alert">
      {words.lost}
      <Button
        onClick={({ currentTarget }) => {
          // The button goes: the keyboard stays where it stood.
          currentTarget.closest<HTMLElement>('[tabindex]')?.focus({ preventScroll: true });
          setLost(false);
        }}
      >
        {words.tryAgain}
      </Button>
    </p>
  );
}

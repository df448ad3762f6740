/**
 * Cards with pictures in rows. The grid is one tab stop: arrows walk the cards as they lie, Home
 * and End go to the first and the last, Tab goes on to what else a card offers.
 */
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import css from './card-grid.module.css';

/** To be spread on the one control of a card that opens it. */
export interface CardHold {
  'data-card': true;
  className: string;
  tabIndex: 0 | -1;
  onFocus: () => void;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}

interface CardGridProps<T> {
  /** What the cards are, for assistive technology. */
  label: string;
  items: readonly T[];
  keyOf: (item: T) => string;
  card: (item: T, hold: CardHold, isStop: boolean) => ReactNode;
}

export function CardGrid<T>({ label, items, keyOf, card }: CardGridProps<T>) {
  const list = useRef<HTMLUListElement>(null);
  const [current, setCurrent] = useState<string | null>(null);
  const at = items.findIndex((item) => keyOf(item) === current);
  const isThere = at !== -1;
  const lastAt = useRef(0);
  useEffect(() => {
    if (isThere) lastAt.current = at;
    else if (current !== null && isNowhere(list.current)) {
      // The card that had the focus is gone: its neighbour takes it over.
      const cards = cardsOf(list.current);
      cards[Math.min(lastAt.current, cards.length - 1)]?.focus();
    }
  }, [at, isThere, current]);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const cards = cardsOf(list.current);
    const to = target(event.key, cards.indexOf(event.currentTarget), cards);
    if (to === undefined) return;
    event.preventDefault();
    to.focus();
  };
  return (
    <ul ref={list} className={css.grid} aria-label={label}>
      {items.map((item, index) => {
        const key = keyOf(item);
        const isStop = isThere ? key === current : index === 0;
        const hold: CardHold = {
          'data-card': true,
          className: css.hold ?? '',
          tabIndex: isStop ? 0 : -1,
          onFocus: () => setCurrent(key),
          onKeyDown,
        };
        return (
          <li key={key} className={css.card}>
            {card(item, hold, isStop)}
          </li>
        );
      })}
    </ul>
  );
}

function cardsOf(list: HTMLElement | null): HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>('[data-card]') ?? [])];
}

/** Whether the focus fell to what is around the list. */
function isNowhere(list: HTMLElement | null): boolean {
  return document.activeElement === null || document.activeElement.contains(list);
}

function target(key: string, from: number, cards: readonly HTMLElement[]): HTMLElement | undefined {
  const top = (card: HTMLElement | undefined) => card?.getBoundingClientRect().top;
  const columns = Math.max(1, cards.filter((card) => top(card) === top(cards[0])).length);
  switch (key) {
    case 'ArrowRight':
      return cards[from + 1];
    case 'ArrowLeft':
      return cards[from - 1];
    case 'ArrowDown':
      // Below the last full row lies the last card.
      return cards[from + columns] ?? (from < cards.length - 1 ? cards.at(-1) : undefined);
    case 'ArrowUp':
      return cards[from - columns];
    case 'Home':
      return cards[0];
    case 'End':
      return cards.at(-1);
    default:
      return undefined;
  }
}

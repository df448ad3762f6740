/**
 * What pages could not finish storing before they were gone. The browser's database gives up what
 * waits behind another transaction when a page closes; here a wish is written before the call
 * returns, and whoever opens a page next finds it.
 */
import { readWish, type Wish } from './stored.ts';

export class Aside {
  private readonly prefix: string;

  constructor(prefix: string) {
    this.prefix = prefix;
  }

  /** False when the browser does not allow it, or has not that much room. */
  lay(wish: Wish): boolean {
    try {
      localStorage.setItem(this.prefix + wish.tab, JSON.stringify(wish));
      return true;
    } catch {
      return false;
    }
  }

  all(): Wish[] {
    try {
      return Object.keys(localStorage)
        .filter((key) => key.startsWith(this.prefix))
        .flatMap((key) => read(localStorage.getItem(key)) ?? []);
    } catch {
      return [];
    }
  }

  /** It is stored. What the same tab has laid aside since stays. */
  forget({ tab, record }: Wish): void {
    try {
      const laid = read(localStorage.getItem(this.prefix + tab));
      if (laid !== null && laid.record.savedAt > record.savedAt) return;
      localStorage.removeItem(this.prefix + tab);
    } catch {
      // What cannot be read cannot be there.
    }
  }
}

function read(text: string | null): Wish | null {
  if (text === null) return null;
  try {
    return readWish(JSON.parse(text));
  } catch {
    return null;
  }
}

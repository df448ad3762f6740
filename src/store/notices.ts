/**
 * Sentences for the person: a toast that stays a few seconds, and a quiet line for those who listen
 * to the page. The newest replaces what is shown; nothing here blocks.
 */
import { create } from 'zustand';

export interface Notice {
  /** Grows by one, so that the same sentence said twice is shown twice. */
  key: number;
  sentence: string;
  tone: 'plain' | 'warn';
  action: { label: string; run: () => void } | null;
}

interface Notices {
  toast: Notice | null;
  /** Read aloud politely, not shown. */
  spoken: { key: number; sentence: string } | null;
}

export const useNotices = create<Notices>()(() => ({ toast: null, spoken: null }));

let count = 0;

/** Shows a sentence, optionally with one thing to do about it. */
export function say(
  sentence: string,
  options: { tone?: Notice['tone']; action?: Notice['action'] } = {},
): void {
  count += 1;
  const { tone = 'plain', action = null } = options;
  useNotices.setState({ toast: { key: count, sentence, tone, action } });
}

export function dismissToast(): void {
  useNotices.setState({ toast: null });
}

/** Says a sentence to assistive technology alone. */
export function announce(sentence: string): void {
  count += 1;
  useNotices.setState({ spoken: { key: count, sentence } });
}

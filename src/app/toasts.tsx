/** Sentences that come and go: a toast that is shown and read, and a line that is only read. */
import { X } from 'lucide-react';
import { useEffect } from 'react';
import { useDocument } from '../store/document.ts';
import { dismissToast, say, useNotices } from '../store/notices.ts';
import { dismissSentence, usePlayback } from '../store/playback.ts';
import css from './toasts.module.css';
import { words } from './words.ts';

const SHOWN_MS = 6_000;

export function Toasts() {
  const toast = useNotices((state) => state.toast);
  const spoken = useNotices((state) => state.spoken);
  const sentence = usePlayback((state) => state.sentence);
  useEffect(() => {
    if (sentence === null) return;
    say(sentence, { tone: 'warn' });
    dismissSentence();
  }, [sentence]);
  useEffect(() => {
    if (toast === null) return;
    const timer = setTimeout(dismissToast, SHOWN_MS);
    // What it offers to undo is no longer the last thing done.
    const leave = useDocument.subscribe(({ past }, before) => {
      if (toast.action !== null && past !== before.past) dismissToast();
    });
    return () => {
      clearTimeout(timer);
      leave();
    };
  }, [toast]);
  return (
    <>
      <div className={css.place} role="status">
        {toast === null ? null : (
          <div key={toast.key} className={css.toast} data-tone={toast.tone}>
            <span>{toast.sentence}</span>
            {toast.action === null ? null : (
              <button type="button" className={css.action} onClick={toast.action.run}>
                {toast.action.label}
              </button>
            )}
            <button
              type="button"
              className={css.close}
              aria-label={words.close}
              onClick={dismissToast}
            >
              <X size={16} strokeWidth={1.5} aria-hidden="true" />
            </button>
          </div>
        )}
      </div>
      <div className={css.spoken} role="status">
        {spoken === null ? null : <span key={spoken.key}>{spoken.sentence}</span>}
      </div>
    </>
  );
}

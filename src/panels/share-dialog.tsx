/**
 * The link to what is on the table, how safely a link of that length travels, and the file for when
 * it does not.
 */
import { Check, Copy, FileDown, FolderOpen } from 'lucide-react';
import { useId, useMemo, useRef, useState } from 'react';
import { linkTo, type ShareLink } from '../share/link.ts';
import { useDocument } from '../store/document.ts';
import { exportFile, importFile } from '../store/document-files.ts';
import { usePlayback } from '../store/playback.ts';
import { closeDialog } from '../store/shell.ts';
import { specs } from '../store/specs.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { clockText } from './format.ts';
import css from './share-dialog.module.css';
import { words } from './share-words.ts';

export function ShareDialog() {
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : closeDialog())}
      title={words.title}
      about={words.about}
      closeLabel={words.close}
    >
      <Contents />
    </Dialog>
  );
}

function Contents() {
  // The moment at which the dialog was opened: it does not run away while somebody reads.
  const [{ at, report }] = useState(() => usePlayback.getState());
  const [withMoment, setWithMoment] = useState(false);
  const link = useLink(withMoment ? at / 1000 : null);
  const momentId = useId();
  return (
    <>
      <label className={css.moment} htmlFor={momentId}>
        <input
          id={momentId}
          type="checkbox"
          checked={withMoment}
          onChange={(event) => setWithMoment(event.target.checked)}
        />
        {words.moment(clockText(at))}
      </label>
      <Address link={link} />
      <Meter link={link} />
      {report?.at === at ? <Trace at={at} {...report.trace} /> : null}
      <Files />
    </>
  );
}

/** The receiver sees it at the speed at which it is shown here. */
function useLink(atMs: number | null): ShareLink {
  const document = useDocument((state) => state.document);
  const asked = usePlayback((state) => state.asked);
  return useMemo(() => {
    const { speed: _saved, ...rest } = document;
    const shown = typeof asked === 'number' ? { ...rest, speed: asked } : rest;
    return linkTo(shown, specs(), { page: location.href, atMs });
  }, [document, asked, atMs]);
}

function Address({ link }: { link: ShareLink }) {
  const [outcome, setOutcome] = useState<'copied' | 'denied' | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link.address);
      setOutcome('copied');
      // The address bar says the same from now on, without a step in the browser's history.
      history.replaceState(null, '', link.address);
    } catch {
      setOutcome('denied');
      input.current?.select();
    }
  };
  return (
    <div className={css.address}>
      <input
        ref={input}
        className={css.link}
        readOnly
        aria-label={words.link}
        value={link.address}
        onFocus={(event) => event.target.select()}
      />
      <Button look="accent" onClick={() => void copy()} disabled={link.meter === 'file'}>
        {outcome === 'copied' ? (
          <Check strokeWidth={1.5} aria-hidden="true" />
        ) : (
          <Copy strokeWidth={1.5} aria-hidden="true" />
        )}
        {words.copy}
      </Button>
      <p className={css.outcome} role="status">
        {outcome === null ? '' : outcome === 'copied' ? words.copied : words.notCopied}
      </p>
    </div>
  );
}

/** Room in the meter: the length above which a link is no link any more. */
const LONGEST = 32_000;

function Meter({ link }: { link: ShareLink }) {
  // By the logarithm, or the difference between short and very short could not be seen.
  const filled = Math.min(1, Math.log10(link.length) / Math.log10(LONGEST));
  return (
    <div className={css.meter} data-meter={link.meter}>
      <div className={css.bar} aria-hidden="true">
        <div className={css.filled} style={{ width: `${filled * 100}%` }} />
      </div>
      <p className={css.length}>
        <span className={css.count}>{words.characters(link.length.toLocaleString('en'))}</span>{' '}
        {words.meters[link.meter]}
      </p>
    </div>
  );
}

/** One word for everything that happened so far: where it is the same, the run is. */
function Trace({ at, events, hash }: { at: number; events: number; hash: string }) {
  return (
    <p className={css.trace}>{words.trace(clockText(at), events.toLocaleString('en'), hash)}</p>
  );
}

function Files() {
  const file = useRef<HTMLInputElement>(null);
  return (
    <div className={css.files}>
      <Button onClick={exportFile}>
        <FileDown strokeWidth={1.5} aria-hidden="true" />
        {words.save}
      </Button>
      <Button onClick={() => file.current?.click()}>
        <FolderOpen strokeWidth={1.5} aria-hidden="true" />
        {words.open}
      </Button>
      <input
        ref={file}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label={words.open}
        onChange={(event) => {
          const [chosen] = event.target.files ?? [];
          if (chosen === undefined) return;
          void importFile(chosen);
          closeDialog();
        }}
      />
    </div>
  );
}

/**
 * One line of guidance at a time, under the title: what is still to come, what the hand is about to
 * do, how an empty table is filled, or the hint of the first minute, which goes for good once
 * somebody has crashed something or put it away.
 */
import { X } from 'lucide-react';
import { useEffect } from 'react';
import { nameOf } from '../canvas/names.ts';
import { faultIn } from '../document/deeds.ts';
import { useDocument } from '../store/document.ts';
import { finishHint, usePreferences } from '../store/preferences.ts';
import { useScene } from '../store/scene.ts';
import { cancel, useSelection } from '../store/selection.ts';
import { entryOf, specs } from '../store/specs.ts';
import css from './chips.module.css';
import { words } from './words.ts';

export function Chips() {
  const { placing, connecting, reconnecting, picking, gathering } = useSelection();
  const isOutline = useDocument((state) => state.outline);
  const isEmpty = useDocument(
    ({ document: { nodes, notes = [], commands }, opened }) =>
      opened > 0 && nodes.length + notes.length + commands.length === 0,
  );
  const source = useScene((scene) => scene.nodes.find((node) => node.id === connecting));
  if (isOutline) return <Said sentence={words.outline} />;
  if (placing !== null) {
    return <Mode sentence={words.placing(entryOf(placing)?.title ?? placing)} />;
  }
  if (source !== undefined) return <Mode sentence={words.connecting(nameOf(source))} />;
  if (reconnecting !== null) return <Mode sentence={words.reconnecting[reconnecting.end]} />;
  if (picking !== null) return <Mode sentence={picking.sentence} />;
  if (gathering) return <Mode sentence={words.gathering} label={words.done} />;
  return isEmpty ? <Said sentence={words.emptyTable} /> : <Hint />;
}

function Mode({ sentence, label = words.cancel }: { sentence: string; label?: string }) {
  return (
    <div className={css.chip} role="status" data-island="top">
      <span>{sentence}</span>
      <button type="button" className={css.button} onClick={cancel}>
        {label}
      </button>
    </div>
  );
}

function Said({ sentence }: { sentence: string }) {
  return (
    <div className={css.chip} role="status" data-island="top">
      <span>{sentence}</span>
    </div>
  );
}

function Hint() {
  const done = usePreferences((state) => state.hintDone);
  const crashed = useDocument((state) =>
    state.document.commands.some(
      (command) => faultIn(command, state.document.nodes, specs())?.isHarm,
    ),
  );
  const opened = useDocument((state) => state.hint);
  useEffect(() => {
    if (opened && crashed) finishHint();
  }, [opened, crashed]);
  if (done || !opened) return null;
  return (
    <div className={css.chip} role="status" data-island="top">
      <span>{words.hint}</span>
      <button
        type="button"
        className={css.icon}
        aria-label={words.dismissHint}
        onClick={finishHint}
      >
        <X size={16} strokeWidth={1.5} aria-hidden="true" />
      </button>
    </div>
  );
}

/** A fault with other values than the usual ones, or at another moment than the one shown. */
import { useState } from 'react';
import type { PartDeed } from '../../document/deed.ts';
import { commandFor, deedNameOf } from '../../document/deeds.ts';
import { usualValues } from '../../document/offers.ts';
import type { Intervention } from '../../document/types.ts';
import { edit, undo, useDocument } from '../../store/document.ts';
import { say } from '../../store/notices.ts';
import { usePlayback } from '../../store/playback.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { MomentInput } from '../moment-input.tsx';
import css from './faults.module.css';
import { Checked, InterventionFields } from './intervention-fields.tsx';
import { words } from './words.ts';

type Known = readonly [name: string, deed: PartDeed];

interface FaultFormProps {
  id: string;
  /** At least one. */
  deeds: readonly [Known, ...Known[]];
  onDone: () => void;
}

const { choose } = words;
const SECOND_MS = 1000;

export function FaultForm({ id, deeds, onDone }: FaultFormProps) {
  const [act, setAct] = useState<Intervention>(() => usual(deeds[0], id));
  const [isLater, setLater] = useState(false);
  const [at, setAt] = useState(() => nextSecond(usePlayback.getState().at / 1000));
  const [isBad, setBad] = useState(false);
  const [isTold, setTold] = useState(false);
  const submit = () => {
    setTold(isBad);
    if (isBad) return;
    const done = edit({ edit: 'intervene', command: act, ...(isLater && { at }) });
    if (!done) return;
    if (isLater) confirm();
    onDone();
  };
  return (
    <div className={css.form}>
      <Field label={choose.what} help={choose.whatHelp} error={null}>
        {(ids) => (
          <Select
            ids={ids}
            value={deedNameOf(act)}
            options={deeds.map(([name, deed]) => ({ value: name, label: deed.words.name }))}
            onChoose={(name) => {
              setAct(usual(deeds.find(([each]) => each === name) ?? deeds[0], id));
              setBad(false);
            }}
          />
        )}
      </Field>
      <InterventionFields
        key={deedNameOf(act)}
        act={act}
        deed={(deeds.find(([each]) => each === deedNameOf(act)) ?? deeds[0])[1]}
        onBad={setBad}
        onChange={(changed) => {
          setAct(changed);
          return true;
        }}
      />
      <Field label={choose.when} help={choose.whenHelp} error={null}>
        {(ids) => (
          <Select
            ids={ids}
            value={isLater ? 'later' : 'now'}
            options={(['now', 'later'] as const).map((value) => ({ value, label: choose[value] }))}
            onChoose={(value) => setLater(value === 'later')}
          />
        )}
      </Field>
      {isLater ? (
        <Checked label={choose.moment} help={choose.momentHelp} onBad={setBad}>
          {(ids, onError) => (
            <MomentInput
              ids={ids}
              value={at}
              step={SECOND_MS}
              onCommit={(moment) => {
                setAt(moment);
                return true;
              }}
              onError={onError}
            />
          )}
        </Checked>
      ) : null}
      <div className={css.submit}>
        <p role="alert">{isTold && isBad ? choose.mend : ''}</p>
        <Button look="accent" onClick={submit}>
          {isLater ? choose.schedule : choose.doNow}
        </Button>
      </div>
    </div>
  );
}

/** The label of the edit says what and when. */
function confirm(): void {
  const label = useDocument.getState().past.at(-1)?.label ?? '';
  say(choose.scheduled(label), { action: { label: choose.undo, run: undo } });
}

function nextSecond(ms: number): number {
  return (Math.floor(ms / SECOND_MS) + 1) * SECOND_MS;
}

function usual([name, deed]: Known, id: string): Intervention {
  return commandFor(name, id, usualValues(deed));
}

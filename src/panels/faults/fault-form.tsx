/** A fault with other values than the usual ones, or at another moment than the one shown. */
import { useState } from 'react';
import type { Fault } from '../../document/spec.ts';
import type { Intervention } from '../../document/types.ts';
import { edit, undo, useDocument } from '../../store/document.ts';
import { say } from '../../store/notices.ts';
import { usePlayback } from '../../store/playback.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { MomentInput } from '../moment-input.tsx';
import { USUAL } from './fault-list.ts';
import css from './faults.module.css';
import { Checked, InterventionFields } from './intervention-fields.tsx';
import { words } from './words.ts';

/** What can be done to a part. */
export type Deed = Fault | 'cut' | 'lose' | 'delay' | 'heal';

interface FaultFormProps {
  id: string;
  deeds: readonly Deed[];
  onDone: () => void;
}

const { choose } = words;
const SECOND_MS = 1000;

export function FaultForm({ id, deeds, onDone }: FaultFormProps) {
  const [act, setAct] = useState<Intervention>(() => usual(deeds[0] ?? 'crash', id));
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
            value={act.do}
            options={deeds.map((deed) => ({ value: deed, label: choose.kinds[deed] }))}
            onChoose={(deed) => {
              setAct(usual(deed as Deed, id));
              setBad(false);
            }}
          />
        )}
      </Field>
      <InterventionFields
        key={act.do}
        act={act}
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

function usual(deed: Deed, id: string): Intervention {
  switch (deed) {
    case 'slow':
      return { do: deed, node: id, factor: USUAL.slow };
    case 'errors':
      return { do: deed, node: id, rate: USUAL.errors };
    case 'burst':
      return { do: deed, node: id, ...USUAL.burst };
    case 'lose':
      return { do: deed, edge: id, rate: USUAL.lose };
    case 'delay':
      return { do: deed, edge: id, by: USUAL.delay };
    case 'cut':
    case 'heal':
      return { do: deed, edge: id };
    default:
      return { do: deed, node: id };
  }
}

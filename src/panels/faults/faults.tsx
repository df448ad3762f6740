/**
 * Breaking a part and mending it: buttons at the top of the inspector, each one command at the
 * moment shown, and below them what is in force.
 */
import { useMemo, useRef, useState } from 'react';
import {
  activeFaults,
  deedsOfPart,
  happenedBy,
  type Offer,
  offersFor,
} from '../../document/offers.ts';
import type { Spec } from '../../document/spec.ts';
import type { DocumentEdge, DocumentNode } from '../../document/types.ts';
import { protocolOf } from '../../store/carried.ts';
import { edit, useDocument } from '../../store/document.ts';
import { useInForce } from '../../store/in-force.ts';
import { usePlayback } from '../../store/playback.ts';
import { Button } from '../../ui/button.tsx';
import { Popover } from '../../ui/popover.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { FaultForm } from './fault-form.tsx';
import css from './faults.module.css';
import { words } from './words.ts';

interface FaultsProps {
  part: DocumentNode | DocumentEdge;
  /** Of a node. */
  spec?: Spec;
  name: string;
  /** Also when it went down by itself, which no command says. */
  isDown: boolean;
}

export function Faults({ part, spec, name, isDown }: FaultsProps) {
  const inForce = useInForce(part.id);
  const state = { inForce, isDown };
  const about = 'from' in part ? protocolOf(part) : spec;
  const starts = offersFor(part, about, state).filter(({ ends }) => !ends);
  const [first, ...others] = deedsOfPart(part, about);
  if (first === undefined) return null;
  return (
    <div className={css.faults}>
      <fieldset className={css.row} aria-label={words.label}>
        {starts.map((offer) => (
          <Do key={offer.id} offer={offer} />
        ))}
        <Choose id={part.id} name={name} deeds={[first, ...others]} />
      </fieldset>
      <Active part={part} about={about} state={state} />
    </div>
  );
}

function Do({ offer }: { offer: Offer }) {
  const { label, help, look, isOn, ends, intervention } = offer;
  return (
    <Tooltip text={help}>
      <Button
        look={look}
        {...(ends ? {} : { 'aria-pressed': isOn })}
        onClick={() => {
          if (!isOn) edit({ edit: 'intervene', command: intervention });
        }}
      >
        {label}
      </Button>
    </Tooltip>
  );
}

interface ChooseProps {
  id: string;
  name: string;
  deeds: Parameters<typeof FaultForm>[0]['deeds'];
}

function Choose({ id, name, deeds }: ChooseProps) {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <Tooltip text={words.choose.help}>
        <Button
          ref={button}
          look="plain"
          aria-haspopup="dialog"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {words.choose.open}
        </Button>
      </Tooltip>
      <Popover
        open={isOpen}
        onOpenChange={setOpen}
        title={words.choose.title(name)}
        closeLabel={words.choose.close}
        anchor={button}
        side="bottom"
      >
        <FaultForm id={id} deeds={deeds} onDone={() => setOpen(false)} />
      </Popover>
    </>
  );
}

interface ActiveProps {
  part: DocumentNode | DocumentEdge;
  about: Parameters<typeof activeFaults>[1];
  state: Parameters<typeof activeFaults>[2];
}

function Active({ part, about, state }: ActiveProps) {
  const commands = useDocument((document) => document.document.commands);
  // As a number, so that it renders again only when a command has happened.
  const passed = usePlayback(({ at }) => happenedBy(commands, at / 1000).length);
  const happened = useMemo(() => commands.slice(0, passed), [commands, passed]);
  const active = activeFaults(part, about, state, happened);
  if (active.length === 0) return null;
  return (
    <ul className={css.active} aria-label={words.inForce}>
      {active.map((fault) => (
        <li key={fault.id} className={css.fault}>
          <span>{fault.words}</span>
          {fault.end === null ? null : <Do offer={fault.end} />}
        </li>
      ))}
    </ul>
  );
}

/**
 * The machines of a node as they run: its statechart with the current state lit, its parts, and the
 * transitions taken last.
 */
import { useContext, useEffect, useRef, useState } from 'react';
import type { DocumentNode } from '../../document/types.ts';
import { askStatecharts, useStatecharts } from '../../store/statecharts.ts';
import { Losing } from '../../ui/late.tsx';
import { Select } from '../../ui/select.tsx';
import type { NodeStates, Statechart, Transition } from '../../worker/protocol.ts';
import { useClockColumn } from '../clock-room.ts';
import { clockText } from '../format.ts';
import { StatechartView } from '../statechart/statechart.tsx';
import { eventWords, takenRow } from '../statechart/taken.ts';
import { READABLE_MS, useAnswer } from '../use-answer.ts';
import css from './states.module.css';
import { words } from './words.ts';

/** Children listed one by one. */
const MOST_CHILDREN = 100;
/** Narrowest chart that is drawn; below that the panel scrolls. */
const NARROWEST = 220;

export function States({ node: { id, kind } }: { node: DocumentNode }) {
  const report = useAnswer({ ask: 'states', node: id }, READABLE_MS);
  const lose = useContext(Losing);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    askStatecharts(kind).catch(() => lose(() => setTries(tries + 1)));
  }, [kind, lose, tries]);
  const charts = useStatecharts((state) => state.byKind.get(kind));
  if (report === null) return null;
  if (charts === undefined) return <p className={css.none}>{words.states.loading}</p>;
  return <Machines report={report} charts={charts} />;
}

/** Which instance is looked at; the key is empty for the node's own machine. */
interface Looked {
  machine: string;
  key: string;
}

interface MachinesProps {
  report: NodeStates;
  charts: Readonly<Record<string, Statechart>>;
}

function Machines({ report, charts }: MachinesProps) {
  const [chosen, setChosen] = useState<Looked | null>(null);
  // A child that is gone is looked at no longer, nor is the machine of a mode that was left.
  const child = report.children.find(
    (each) => each.machine === chosen?.machine && each.key === chosen.key,
  );
  const looked = child ?? { machine: report.machine, key: '', state: report.state };
  const chart = charts[looked.machine];
  const mine = report.transitions.filter(
    (each) => each.machine === looked.machine && each.key === looked.key,
  );
  const last = newest(mine);
  return (
    <div className={css.states}>
      {report.children.length === 0 ? null : (
        <Which report={report} looked={looked} onChoose={setChosen} />
      )}
      {chart === undefined ? (
        <p className={css.none}>{words.states.none}</p>
      ) : (
        <Fitted
          chart={chart}
          current={looked.state}
          taken={last === undefined ? null : takenRow(chart, last)}
        />
      )}
      <Children report={report} looked={looked} onChoose={setChosen} />
      <Transitions transitions={report.transitions} main={report.machine} />
    </div>
  );
}

function newest(transitions: readonly Transition[]): Transition | undefined {
  return transitions.reduce<Transition | undefined>(
    (latest, each) => (latest === undefined || each.at >= latest.at ? each : latest),
    undefined,
  );
}

interface WhichProps {
  report: NodeStates;
  looked: Looked;
  onChoose: (looked: Looked | null) => void;
}

function Which({ report, looked, onChoose }: WhichProps) {
  const children = report.children.slice(0, MOST_CHILDREN);
  return (
    <Select
      ids={{}}
      label={words.states.which}
      value={idOf(looked)}
      options={[
        { value: idOf({ machine: report.machine, key: '' }), label: report.machine },
        ...children.map((each) => ({ value: idOf(each), label: `${each.machine} ${each.key}` })),
      ]}
      onChoose={(id) => onChoose(children.find((each) => idOf(each) === id) ?? null)}
    />
  );
}

function idOf({ machine, key }: Looked): string {
  return `${machine} ${key}`;
}

/** The chart as wide as there is room. */
function Fitted({
  chart,
  current,
  taken,
}: {
  chart: Statechart;
  current: string;
  taken: number | null;
}) {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState<number | null>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const measure = () => setWidth(Math.max(NARROWEST, Math.floor(element.clientWidth)));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const isDrawn = width !== null;
  useEffect(() => {
    // Once, on opening: a chart that followed every change of state could not be read.
    if (!isDrawn) return;
    place.current?.querySelector('[data-current="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [isDrawn]);
  return (
    <div ref={place} className={css.fitted}>
      {width === null ? null : (
        <StatechartView chart={chart} width={width} current={current} taken={taken} />
      )}
    </div>
  );
}

function Children({ report, looked, onChoose }: WhichProps) {
  const { children } = report;
  if (children.length === 0) return null;
  const shown = children.slice(0, MOST_CHILDREN);
  return (
    <section>
      <h2 className={css.heading}>{words.states.children}</h2>
      <ul className={css.children}>
        {shown.map((child) => (
          <li key={idOf(child)}>
            <button
              type="button"
              className={css.child}
              aria-pressed={idOf(child) === idOf(looked)}
              onClick={() => onChoose(idOf(child) === idOf(looked) ? null : child)}
            >
              <span className={css.part}>
                {child.machine} <code>{child.key}</code>
              </span>
              <span>{child.state}</span>
            </button>
          </li>
        ))}
      </ul>
      {children.length > shown.length ? (
        <p className={css.none}>{words.states.more(children.length - shown.length)}</p>
      ) : null}
    </section>
  );
}

/** Newest first. */
function Transitions({ transitions, main }: { transitions: readonly Transition[]; main: string }) {
  const column = useClockColumn();
  const sorted = [...transitions].sort((a, b) => b.at - a.at);
  return (
    <section>
      <h2 className={css.heading}>{words.states.transitions}</h2>
      {sorted.length === 0 ? (
        <p className={css.none}>{words.states.noTransitions}</p>
      ) : (
        <ol className={css.transitions} style={column}>
          {sorted.map((each, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: transitions may be equal.
            <li key={`${index} ${each.at}`} className={css.transition}>
              <span className={css.time}>{clockText(each.at)}</span>
              <span>
                {each.machine === main && each.key === '' ? null : (
                  <span className={css.part}>
                    {each.machine} <code>{each.key}</code>{' '}
                  </span>
                )}
                {each.from} → <strong>{each.to}</strong>{' '}
                <span className={css.part}>{eventWords(each.event)}</span>
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

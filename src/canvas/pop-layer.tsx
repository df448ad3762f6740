/**
 * Reasons of drops, popping beside the node that dropped; see pops.ts for what is shown and for how
 * long.
 */
import { useStore } from '@xyflow/react';
import { useEffect, useState } from 'react';
import { useDocument } from '../store/document.ts';
import { usePlayback } from '../store/playback.ts';
import { LEGIBLE } from './camera.ts';
import { useLayout } from './layout-store.ts';
import css from './pop-layer.module.css';
import { type Dropped, droppedOf, type Pop, pileUp, popsAfter, popWords } from './pops.ts';

export function PopLayer() {
  const pops = usePops();
  const boxes = useLayout((state) => state.layout.boxes);
  // Zoomed out, they are drawn twice as large; see the stylesheet.
  const isFar = useStore((state) => state.transform[2] < LEGIBLE);
  const rows = pileUp(pops, boxes, isFar ? 2 : 1);
  return pops.map((pop, index) => {
    const box = boxes.get(pop.node);
    if (box === undefined) return null;
    const row = rows[index];
    return (
      <div
        key={`${pop.node} ${pop.reason}`}
        className={css.pop}
        data-pop={pop.node}
        aria-hidden="true"
        style={{ left: box.x + box.width / 2, top: box.y, ...{ '--row': row } }}
      >
        <span key={pop.grewAt} className={css.words}>
          {popWords(pop)}
        </span>
      </div>
    );
  });
}

/**
 * Whether the newest edit changed nothing that happened before a moment: something was done right
 * then, such as a crash.
 */
function isDoneNow(at: number): boolean {
  const { document, past, future } = useDocument.getState();
  const before = past.at(-1)?.document;
  if (before === undefined || future.length > 0) return false;
  const happened = (commands: typeof document.commands) =>
    commands.filter((command) => command.at * 1000 < at);
  const old = happened(before.commands);
  return (
    before.nodes === document.nodes &&
    before.edges === document.edges &&
    happened(document.commands).length === old.length &&
    old.every((command, index) => command === document.commands[index])
  );
}

/**
 * Follows the observations; a jump of the clock, or another document, makes nothing pop, but what
 * is done at the moment shown does. While it is paused the clock moves by single events, or it
 * jumps.
 */
function usePops(): readonly Pop[] {
  const [pops, setPops] = useState<readonly Pop[]>([]);
  useEffect(() => {
    let before: { dropped: Dropped; at: number; revision: number; events: number } | null = null;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const sweep = () => {
      timer = null;
      setPops((shown) => popsAfter(shown, null, new Map(), performance.now()));
    };
    const leave = usePlayback.subscribe((state, previous) => {
      const { report } = state;
      if (report === null || report === previous.report) return;
      const dropped = droppedOf(report.cards);
      const { events } = report.trace;
      const isSame = report.revision === before?.revision;
      const isNext =
        before !== null &&
        report.at >= before.at &&
        (isSame
          ? report.playing || events === before.events + 1
          : (report.playing || report.at === before.at) && isDoneNow(before.at));
      const base = isNext && before !== null ? before.dropped : null;
      before = { dropped, at: report.at, revision: report.revision, events };
      setPops((shown) => popsAfter(shown, base, dropped, performance.now()));
      if (timer !== null) clearTimeout(timer);
      timer = setTimeout(sweep, 2_050);
    });
    return () => {
      leave();
      if (timer !== null) clearTimeout(timer);
    };
  }, []);
  return pops;
}

/**
 * Where everything of a statechart is drawn, so that it fits a narrow panel and no two words ever
 * meet. States are nested boxes in one column. A state's transitions are lines of text inside its
 * box, `event [guard] / actions`, and those that lead somewhere end in the name of their target;
 * from there a wire runs to the gutter at the right, along it, and into the target's box. All wires
 * into one state share a lane of the gutter, and lanes that are not needed at the same height share
 * a place.
 *
 * Words cannot overlap because every line has a height of its own, and wires cannot run through
 * words because a line ends where its box does, and to the right of a box there are only the
 * borders of those around it.
 */
import type { InkName } from '../../lib/ink.ts';
import type { Weight } from '../../lib/text-width.ts';
import type { Statechart, StatechartState, StatechartTransition } from '../../worker/protocol.ts';
import { assignLanes, type Lane } from './lanes.ts';
import { fits, type Line, type Run, wrapRuns } from './wrap.ts';

/** One line of text; runs follow one another on it. `y` is the baseline. */
export interface TextLine {
  readonly x: number;
  readonly y: number;
  readonly size: 11 | 12 | 13;
  readonly align: 'start' | 'end';
  readonly runs: readonly Run[];
}

export interface StateBox {
  readonly path: string;
  readonly state: StatechartState;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  /** Height at which wires come in: the middle of the first line. */
  readonly port: number;
  /**
   * Room at the right of the first line, kept free for saying that this is the current state: x of
   * its right end.
   */
  readonly nowX: number;
  readonly nowY: number;
  readonly lines: readonly TextLine[];
}

export interface TransitionRow {
  /** Its place in the chart's list of transitions. */
  readonly index: number;
  readonly transition: StatechartTransition;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly lines: readonly TextLine[];
  /** The wire to its target as an SVG path; null when it leads nowhere. */
  readonly wire: string | null;
}

export interface StatechartLayout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly StateBox[];
  readonly rows: readonly TransitionRow[];
}

const PAD = 8;
/** Between the border of a box and a box inside it. */
const INSET = 7;
const GAP = 6;
const LANE = 7;
/** Between the outermost box and the first lane, where arrowheads are. */
const GUTTER = 9;
const LINE_HEIGHT = 16;
const SMALL_LINE = 14;
const HEAD = 24;
/** Space for "now" behind a state's name. */
const NOTE = 36;
const CORNER = 3;
const ROUNDS = 6;

/** @param width in pixels; 200 and more is enough for any chart */
export function layOutStatechart(chart: Statechart, width: number): StatechartLayout {
  // Fewer lanes make wider lines, wider lines make lower boxes, and those may need other lanes:
  // nothing changes after a few rounds.
  let lanes = new Set(chart.transitions.map((each) => each.to).filter((to) => to !== null)).size;
  let best: StatechartLayout | null = null;
  for (let round = 0; round < ROUNDS; round++) {
    const column = new Column(chart, width - lanes * LANE - GUTTER);
    const used = assignLanes(column.spans());
    const needed = used.reduce((most, lane) => Math.max(most, lane.place + 1), 0);
    if (needed <= lanes) best = finish(column, used, width);
    if (needed === lanes) break;
    if (needed > lanes && best !== null) break;
    lanes = needed;
  }
  return best ?? finishWide(chart, width);
}

/** With a lane for each target there is always room. */
function finishWide(chart: Statechart, width: number): StatechartLayout {
  const targets = new Set(chart.transitions.map((each) => each.to).filter((to) => to !== null));
  const column = new Column(chart, width - targets.size * LANE - GUTTER);
  return finish(column, assignLanes(column.spans()), width);
}

interface PendingRow extends Omit<TransitionRow, 'wire'> {
  /** Where its wire starts; null when it leads nowhere. */
  readonly start: readonly [x: number, y: number] | null;
}

/** The boxes and lines, one below the other; the wires come when all heights are known. */
class Column {
  readonly boxes: StateBox[] = [];
  readonly rows: PendingRow[] = [];
  readonly right: number;
  height = 0;
  private readonly chart: Statechart;

  constructor(chart: Statechart, right: number) {
    this.chart = chart;
    this.right = right;
    const root = chart.states[0];
    if (root !== undefined) this.height = this.place(root, 0, 0, right);
  }

  /** How high each target's lane must reach. */
  spans(): { to: string; top: number; bottom: number }[] {
    const ports = new Map(this.boxes.map((box) => [box.path, box.port]));
    const spans = new Map<string, { to: string; top: number; bottom: number }>();
    for (const { start, transition } of this.rows) {
      const port = transition.to === null ? undefined : ports.get(transition.to);
      if (start === null || transition.to === null || port === undefined) continue;
      const span = spans.get(transition.to) ?? { to: transition.to, top: port, bottom: port };
      span.top = Math.min(span.top, start[1]);
      span.bottom = Math.max(span.bottom, start[1]);
      spans.set(transition.to, span);
    }
    return [...spans.values()];
  }

  /** Places a state with all that is in it; returns the y below it. */
  private place(state: StatechartState, x: number, top: number, right: number): number {
    const inner = right - PAD - (x + PAD);
    const name = wrapRuns([run(state.name, 600)], 13, inner - NOTE - (state.initial ? 12 : 0));
    const lines: TextLine[] = name.map((line, index) => ({
      x: x + PAD + (state.initial ? 12 : 0),
      y: top + 17 + index * LINE_HEIGHT,
      size: 13,
      align: 'start',
      runs: line.runs,
    }));
    let y = top + HEAD + (name.length - 1) * LINE_HEIGHT;
    if (state.description !== undefined) {
      for (const line of wrapRuns([run(state.description, 400, 'soft')], 11, inner)) {
        lines.push({ x: x + PAD, y: y + 10, size: 11, align: 'start', runs: line.runs });
        y += SMALL_LINE;
      }
      y += 2;
    }
    const at = this.boxes.length;
    for (const [word, actions] of [
      ['entry', state.entry],
      ['exit', state.exit],
    ] as const) {
      if (actions.length === 0) continue;
      const said = [run(word, 600, 'soft'), run(` / ${actions.join(', ')}`, 400, 'soft')];
      for (const line of wrapRuns(said, 12, inner)) {
        lines.push({ x: x + PAD, y: y + 12, size: 12, align: 'start', runs: line.runs });
        y += LINE_HEIGHT;
      }
    }
    y = this.placeRows(state, x + PAD, y, right - PAD);
    const children = this.chart.states.filter((each) => each.parent === state.path);
    for (const child of children) {
      y = this.place(child, x + INSET, y + GAP, right - INSET);
    }
    const bottom = y + (children.length > 0 ? INSET : PAD - 2);
    this.boxes.splice(at, 0, {
      path: state.path,
      state,
      x,
      y: top,
      w: right - x,
      h: bottom - top,
      port: top + HEAD / 2,
      nowX: right - PAD,
      nowY: top + 16,
      lines,
    });
    return bottom;
  }

  private placeRows(state: StatechartState, x: number, from: number, right: number): number {
    let y = from;
    for (const [index, transition] of this.chart.transitions.entries()) {
      if (transition.from !== state.path) continue;
      const row = this.row({ index, transition }, x, y, right);
      this.rows.push(row);
      y += row.h;
    }
    return y;
  }

  private row(
    { index, transition }: { index: number; transition: StatechartTransition },
    x: number,
    y: number,
    right: number,
  ): PendingRow {
    const width = right - x;
    const wrapped = wrapRuns(runsOf(transition), 12, width);
    const texts = wrapped.map((line): Line & { target?: Run } => line);
    const lines: TextLine[] = texts.map((line, index) => ({
      x,
      y: y + 12 + index * LINE_HEIGHT,
      size: 12,
      align: 'start',
      runs: line.runs,
    }));
    let height = wrapped.length * LINE_HEIGHT;
    let start: PendingRow['start'] = null;
    if (transition.to !== null) {
      const label = run(`→ ${this.nameOf(transition.to)}`, 600, 'accent');
      const last = wrapped.at(-1);
      const isRoom = last !== undefined && fits(last.width, label, 12, width);
      if (!isRoom) height += LINE_HEIGHT;
      const labels = isRoom ? [label] : wrapRuns([label], 12, width).flatMap((line) => line.runs);
      for (const [index, part] of labels.entries()) {
        if (index > 0) height += LINE_HEIGHT;
        lines.push({ x: right, y: y + height - 4, size: 12, align: 'end', runs: [part] });
      }
      start = [right + 3, y + height - LINE_HEIGHT / 2];
    }
    return { index, transition, x, y, w: width, h: height, lines, start };
  }

  /** A target's own name; with its parent's where two states are called the same. */
  private nameOf(path: string): string {
    const state = this.chart.states.find((each) => each.path === path);
    if (state === undefined) return path;
    const same = this.chart.states.filter((each) => each.name === state.name);
    return same.length > 1 ? path : state.name;
  }
}

function runsOf({ event, guard, actions }: StatechartTransition): Run[] {
  const runs = [run(event, 600)];
  if (guard !== undefined) runs.push(run(` [${guard}]`, 400));
  if (actions.length > 0) runs.push(run(` / ${actions.join(', ')}`, 400, 'soft'));
  return runs;
}

function run(text: string, weight: Weight, ink: InkName = 'text'): Run {
  return { text, weight, ink };
}

/** Draws the wires of a column whose heights are known. */
function finish(column: Column, lanes: readonly Lane[], width: number): StatechartLayout {
  const boxes = new Map(column.boxes.map((box) => [box.path, box]));
  const places = new Map(lanes.map((lane) => [lane.to, lane.place]));
  const rows = column.rows.map(({ start, ...row }): TransitionRow => {
    const { to } = row.transition;
    const box = to === null ? undefined : boxes.get(to);
    const place = to === null ? undefined : places.get(to);
    if (start === null || box === undefined || place === undefined) return { ...row, wire: null };
    const laneX = column.right + GUTTER + place * LANE;
    return { ...row, wire: wirePath(start, laneX, [box.x + box.w, box.port]) };
  });
  return { width, height: Math.ceil(column.height) + 1, boxes: column.boxes, rows };
}

/** Right to the lane, along it, and back left into the box; the corners are rounded. */
function wirePath(
  [x1, y1]: readonly [number, number],
  laneX: number,
  [x2, y2]: readonly [number, number],
): string {
  const way = y2 > y1 ? 1 : -1;
  const corner = Math.min(CORNER, Math.abs(y2 - y1) / 2);
  const arrow = 4;
  return [
    `M${x1} ${y1}H${laneX - corner}`,
    `Q${laneX} ${y1} ${laneX} ${y1 + way * corner}`,
    `V${y2 - way * corner}`,
    `Q${laneX} ${y2} ${laneX - corner} ${y2}`,
    `H${x2 + 1}`,
    `M${x2 + 1 + arrow} ${y2 - 3}L${x2 + 1} ${y2}L${x2 + 1 + arrow} ${y2 + 3}`,
  ].join('');
}

import { describe, expect, test } from 'vitest';
import { kinds } from '../../kinds/kinds.ts';
import { textWidth } from '../../lib/text-width.ts';
import { compileMachine } from '../../sim/machine.ts';
import { describeMachine } from '../../sim/machine-describe.ts';
import { layOutStatechart, type StatechartLayout, type TextLine } from './layout.ts';

const charts = Object.values(kinds.models).flatMap((model) =>
  Object.entries(model.machines).map(
    ([name, machine]) =>
      [`${model.kind} ${name}`, describeMachine(compileMachine(machine))] as const,
  ),
);

interface Extent {
  words: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

function extentOf(line: TextLine): Extent {
  const words = line.runs.map((run) => run.text).join('');
  const width = line.runs.reduce((sum, run) => sum + textWidth(run.text, line.size, run.weight), 0);
  const left = line.align === 'start' ? line.x : line.x - width;
  return { words, left, right: left + width, top: line.y - line.size * 0.8, bottom: line.y + 3 };
}

function allLines(layout: StatechartLayout): Extent[] {
  return [...layout.boxes, ...layout.rows].flatMap(({ lines }) => lines.map(extentOf));
}

function overlaps(a: Extent, b: Extent): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

describe.each(charts)('the statechart of %s', (_name, chart) => {
  test.each([240, 334, 600])('fits %i pixels without two labels meeting', (width) => {
    const layout = layOutStatechart(chart, width);
    const lines = allLines(layout);
    expect(lines.length).toBeGreaterThan(chart.states.length);
    expect(lines.filter((line) => line.left < 0 || line.right > width)).toEqual([]);
    const meeting = lines.flatMap((line, index) =>
      lines.slice(index + 1).filter((other) => overlaps(line, other)),
    );
    expect(meeting).toEqual([]);
  });

  test('no wire runs through a label', () => {
    const layout = layOutStatechart(chart, 334);
    const lines = allLines(layout);
    for (const { wire } of layout.rows) {
      if (wire === null) continue;
      const [x1 = 0, y1 = 0] = (wire.match(/M([\d.]+) ([\d.]+)H/) ?? []).slice(1).map(Number);
      const [laneX = 0, y2 = 0, x2 = 0] = (wire.match(/ ([\d.]+) ([\d.]+)H([\d.]+)M/) ?? [])
        .slice(1)
        .map(Number);
      const crossed = (left: number, right: number, top: number, bottom: number) =>
        lines.filter(
          (line) =>
            line.left < right && left < line.right && line.top < bottom && top < line.bottom,
        );
      expect(crossed(x1, laneX, y1, y1)).toEqual([]);
      expect(crossed(x2, laneX, y2, y2)).toEqual([]);
      expect(crossed(laneX, laneX + 3, Math.min(y1, y2), Math.max(y1, y2))).toEqual([]);
    }
  });

  test('says every state and transition, and draws a wire for each that leads somewhere', () => {
    const layout = layOutStatechart(chart, 334);
    expect(layout.boxes.map((box) => box.path)).toEqual(chart.states.map((state) => state.path));
    expect(layout.rows.map((row) => row.index).sort((a, b) => a - b)).toEqual(
      chart.transitions.map((_, index) => index),
    );
    for (const row of layout.rows) expect(row.wire !== null).toBe(row.transition.to !== null);
  });

  test('children lie within their parents', () => {
    const { boxes } = layOutStatechart(chart, 334);
    for (const box of boxes) {
      const parent = boxes.find((each) => each.path === box.state.parent);
      if (parent === undefined) continue;
      expect(box.x).toBeGreaterThan(parent.x);
      expect(box.y).toBeGreaterThan(parent.y);
      expect(box.x + box.w).toBeLessThan(parent.x + parent.w);
      expect(box.y + box.h).toBeLessThan(parent.y + parent.h);
    }
  });
});

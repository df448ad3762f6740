/** Commands about time: playing, stepping, going back, and how fast. */
import { sliderOfSpeed, speedOfSlider } from '../panels/format.ts';
import { seek, setSpeed, skipQuiet, step, toggle, usePlayback } from '../store/playback.ts';
import { showStops } from '../store/shell.ts';
import type { Command } from './command.ts';

/** Three tenths of a power of ten: twice as fast, or half. */
const TWICE = 3;
const MICROS = 1_000_000;

export const playCommands: readonly Command[] = [
  { id: 'play', group: 'play', keys: ['Space'], yields: true, run: toggle },
  { id: 'step', group: 'play', keys: ['.'], run: step },
  { id: 'skip', group: 'play', keys: ['s'], run: skipQuiet },
  { id: 'start', group: 'play', run: () => seek(0) },
  { id: 'back', group: 'play', keys: ['j'], run: () => jump(-1) },
  { id: 'on', group: 'play', keys: ['l'], run: () => jump(1) },
  { id: 'slower', group: 'play', keys: ['<', 'Shift+<'], run: () => pace(-TWICE) },
  { id: 'faster', group: 'play', keys: ['>', 'Shift+>'], run: () => pace(TWICE) },
  { id: 'speed-fit', group: 'play', run: () => setSpeed('fit') },
  { id: 'stop-when', group: 'play', run: () => showStops(true) },
  { id: 'speed-max', group: 'play', run: () => setSpeed('max') },
];

/** By what so many seconds of watching show at the present speed. */
function jump(seconds: number): void {
  const { at, speed } = usePlayback.getState();
  seek(at + seconds * speed * MICROS);
}

function pace(steps: number): void {
  setSpeed(speedOfSlider(sliderOfSpeed(usePlayback.getState().speed) + steps));
}

/** A conductor whose clock, frames and messages are the test's own. */
import type { SceneDocument } from '../document/types.ts';
import { Conductor } from './conductor.ts';
import type { Report, RunRequest } from './protocol.ts';
import { TickRun } from './tick-run.test-support.ts';

export const scene: SceneDocument = {
  version: 2,
  title: '',
  seed: 1,
  nodes: [],
  edges: [],
  commands: [],
};

export const LOOK = { theme: 'light', reducedMotion: false } as const;

export type Observation = Extract<Report, { type: 'observation' }>;

export function setUp(cost: { eventMs?: number } = {}) {
  const reports: Report[] = [];
  const frames: ((at: number) => void)[] = [];
  const tasks: (() => void)[] = [];
  const runs: TickRun[] = [];
  const painted: number[] = [];
  const followed: (number | null)[] = [];
  const fetching: { kind: string; ready: (isAble: boolean) => void }[] = [];
  const least: number[] = [];
  const near: { flight: number | null; message: number } = { flight: 3, message: 7 };
  /** While it is down, what answers cannot be fetched. */
  const line = { isDown: false };
  /** Where no dot is. */
  const bare = { is: false };
  let clock = 0;
  let hasTurned = false;
  /** What the painter sees once it has painted. */
  let seen: ('request' | 'response')[] = [];
  const conductor = new Conductor({
    clock: () => clock,
    requestFrame: (callback) => frames.push(callback),
    soon: (callback) => tasks.push(callback),
    post: (report) => reports.push(report),
    prepareAnswers: (kind, ready) => {
      if (kind === null) ready(!line.isDown);
      else fetching.push({ kind, ready });
    },
    open: () => {
      const run = new TickRun((events) => {
        clock += events * (cost.eventMs ?? 0);
      });
      runs.push(run);
      return run;
    },
    painter: {
      share: 1,
      classes: () => (painted.length > 0 ? seen : []),
      setCanvases: () => undefined,
      setRegion: () => {
        hasTurned = true;
      },
      setGeometry: () => undefined,
      setLook: () => undefined,
      write: () => undefined,
      jump: () => undefined,
      paint: (run, _at, _isMoving, shortest) => {
        painted.push(run?.now ?? -1);
        least.push(shortest);
        const turned = hasTurned ? 1 : null;
        hasTurned = false;
        return turned;
      },
      isStretched: () => false,
      nearest: () => (bare.is ? null : near),
      follow: (message) => {
        followed.push(message);
      },
      followedAt: [40, 30],
    },
  });
  const self = {
    conductor,
    reports,
    frames,
    tasks,
    runs,
    painted,
    followed,
    fetching,
    least,
    near,
    line,
    bare,
    send: (request: RunRequest) => conductor.handle(request),
    run: (): TickRun => {
      const run = runs.at(-1);
      if (run === undefined) throw new Error('nothing was loaded');
      return run;
    },
    observations: () => reports.filter((r): r is Observation => r.type === 'observation'),
    /** The browser's next frame, 16 ms after the last. */
    frame: () => {
      clock = Math.floor(clock / 16) * 16 + 16;
      for (const callback of frames.splice(0)) callback(clock);
    },
    task: () => tasks.shift()?.(),
    clock: () => clock,
    show: (classes: typeof seen) => {
      seen = classes;
    },
  };
  return self;
}

export function loaded(options?: { eventMs?: number }) {
  const table = setUp(options);
  table.send({ type: 'load', document: scene, at: 0, revision: 1 });
  return table;
}

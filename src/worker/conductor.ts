/**
 * Plays a run for the page: answers its requests, moves the simulated clock frame by frame in short slices, has every frame painted
 * and reports what is to be seen. It knows neither worker nor canvas: clock, frames and messages are given to it.
 */
import type { SceneDocument } from '../document/types.ts';
import type { Micros } from '../sim/types.ts';
import { FIT_SECONDS, Pace } from './pace.ts';
import type { Painter, PairNumber } from './painter.ts';
import type { Picked, Query, Report, Request } from './protocol.ts';
import { Questions } from './questions.ts';
import type { Running } from './running.ts';

/** After this long the run is left, so that requests and frames get their turn. */
export const SLICE_MS = 8;
/** Time between two observations while something moves. */
const REPORT_MS = 100;
/** Events between two looks at the clock are chosen so that they take about this long. */
const GLANCE_MS = 1;
const CHUNK_MIN = 16;
const CHUNK_MAX = 65_536;

/** What the conductor needs of the world around it. */
export interface Surroundings {
  /** The viewer's time in milliseconds. */
  clock: () => number;
  /** Calls back before the next picture is shown. */
  requestFrame: (callback: (at: number) => void) => void;
  /** Calls back once requests that wait have been taken. */
  soon: (callback: () => void) => void;
  post: (report: Report) => void;
  open: (document: SceneDocument) => Running;
  /** Makes runs able to answer; calls back when they are, or never will be. */
  prepareAnswers: (ready: () => void) => void;
  painter: Pick<
    Painter,
    | 'share'
    | 'classes'
    | 'setCanvases'
    | 'setRegion'
    | 'setGeometry'
    | 'setLook'
    | 'write'
    | 'jump'
    | 'paint'
    | 'nearest'
    | 'follow'
    | 'followedAt'
  >;
}

export class Conductor {
  private readonly around: Surroundings;
  private readonly pace = new Pace();
  private run: Running | null = null;
  private revision = 0;
  private isPlaying = false;
  private isVisible = true;
  private inspected: string | null = null;
  /** The moment being sought; null when the clock stands where it should. */
  private sought: Micros | null = null;
  /** Of the newest seek taken since the last load. */
  private ticket = 0;
  /** Where the current frame wants the clock. */
  private target: Micros = 0;
  private chunk = 64;
  private isFrameAsked = false;
  private isWorkAsked = false;
  private readonly questions: Questions;
  private reportedAt = Number.NEGATIVE_INFINITY;
  private reportedShare = 1;
  private reportedLegend: string | null = '';
  private turned: PairNumber | null = null;

  constructor(around: Surroundings) {
    this.around = around;
    this.questions = new Questions(around, {
      // None is answered from half-way of a seek.
      run: () => (this.sought === null ? this.run : undefined),
      guard: (act) => this.guard(act),
    });
  }

  /** Answers one request of the page. What goes wrong is reported, not thrown. */
  handle(request: Request): void {
    this.guard(() => this.answer(request));
  }

  /** The font for texts has come. */
  write(): void {
    this.around.painter.write();
    this.askFrame();
  }

  private answer(request: Request): void {
    const { painter } = this.around;
    switch (request.type) {
      case 'load':
        this.load(request.document, request.at, request.revision);
        break;
      case 'play':
        this.play(true);
        break;
      case 'pause':
        this.play(false);
        break;
      case 'step':
        this.step();
        break;
      case 'seek':
        this.ticket = request.ticket ?? this.ticket;
        this.seek(request.to);
        break;
      case 'speed':
        this.pace.asked = request.speed;
        this.pace.rest();
        this.changed();
        break;
      case 'geometry':
        painter.setGeometry(request.geometry);
        this.askFrame();
        break;
      case 'region':
        painter.setRegion(request.pair, request.region);
        this.askFrame();
        break;
      case 'canvases':
        painter.setCanvases(request.pair, request.dots, request.pictures);
        break;
      case 'look':
        painter.setLook(request.look);
        this.changed();
        break;
      case 'visible':
        this.show(request.visible);
        break;
      case 'inspect':
        this.inspected = request.id;
        this.report();
        break;
      case 'statecharts':
        this.describe(request.kind);
        break;
      case 'follow':
        painter.follow(request.message);
        // Where it is, the next frame finds: told then, even while paused.
        this.reportedLegend = null;
        this.askFrame();
        break;
      case 'ask':
        this.ask(request.ask, request.query);
        break;
      case 'ping':
        this.around.post({ type: 'pong', beat: request.beat });
        break;
      default:
        request satisfies never;
    }
  }

  private load(document: SceneDocument, at: number | 'keep', revision: number): void {
    this.revision = revision;
    this.ticket = 0;
    const wanted = at === 'keep' ? (this.sought ?? this.run?.now ?? 0) : at;
    if (this.run === null || at !== 'keep') this.run = this.around.open(document);
    else this.run.update(document);
    this.seek(wanted);
  }

  private play(isPlaying: boolean): void {
    this.isPlaying = isPlaying;
    this.pace.rest();
    if (this.run !== null) this.target = this.run.now;
    this.changed();
  }

  private step(): void {
    this.isPlaying = false;
    if (this.sought === null) this.run?.step();
    this.changed();
  }

  /** Starts going to a moment; a newer wish replaces this one. */
  private seek(to: Micros): void {
    if (this.run === null) return;
    this.sought = Math.max(0, Math.round(to));
    this.pace.rest();
    this.around.painter.jump();
    this.work();
  }

  private show(isVisible: boolean): void {
    this.isVisible = isVisible;
    this.pace.rest();
    this.askFrame();
  }

  private describe(kind: string): void {
    const charts = this.run?.statecharts(kind) ?? {};
    this.around.post({ type: 'statecharts', kind, charts });
  }

  private ask(ask: number, query: Query): void {
    if (query.ask === 'pick') {
      this.around.post({ type: 'answer', ask, answer: this.pick(query) });
      return;
    }
    this.questions.ask(ask, query);
  }

  private pick(query: Extract<Query, { ask: 'pick' }>): Picked | null {
    const { run } = this;
    if (run === null) return null;
    const flight = this.around.painter.nearest(run, query.x, query.y, query.radius);
    const number = flight === null ? 0 : (run.flights.message[flight] ?? 0);
    return {
      message: number === 0 ? null : number,
      words: flight === null ? null : run.describe(flight),
    };
  }

  /** One frame: the clock moves on, everything is painted, and now and then reported. */
  private frame(at: number): void {
    this.isFrameAsked = false;
    this.answerTurned();
    if (!this.isVisible) return;
    const { run } = this;
    const isMoving = this.isPlaying && this.sought === null;
    if (run !== null && isMoving) {
      this.target = this.pace.target(at, run.now, run.fitSpeed(FIT_SECONDS));
      this.slice(run);
    }
    // While a moment is sought, half-way states are nothing to look at.
    if (this.sought === null) this.turned = this.around.painter.paint(run, at, isMoving);
    if (isMoving) this.reportWhenDue();
    // While paused the report went out before the paint: the legend must name what is seen now.
    else if (this.sought === null && this.legend() !== this.reportedLegend) this.report();
    if (isMoving || this.turned !== null) this.askFrame();
  }

  /**
   * A newly painted pair is announced a frame after it was painted: by then its canvases have reached the screen's compositor, and
   * the page can swap pairs without showing an empty one.
   */
  private answerTurned(): void {
    if (this.turned === null) return;
    this.around.post({ type: 'painted', pair: this.turned });
    this.turned = null;
  }

  /** Runs towards the moment sought, or the frame's target, for one slice; whatever is left gets another slice soon. */
  private work(): void {
    const { run } = this;
    if (run === null) return;
    if (this.sought === null) {
      if (this.isPlaying && this.isVisible) this.slice(run);
      return;
    }
    const to = this.sought;
    if (this.spend((events) => run.seek(to, events))) {
      this.sought = null;
      this.questions.begin();
      this.target = run.now;
      this.pace.rest();
      this.changed();
      return;
    }
    this.reportWhenDue();
    this.askWork();
  }

  private slice(run: Running): void {
    const { target } = this;
    if (run.now >= target) return;
    if (!this.spend((events) => run.runUntil(target, events))) this.askWork();
    else if (run.stopped !== null) this.play(false);
  }

  /** Calls `go` with a number of events until it says that it is there, or the slice is over. */
  private spend(go: (events: number) => boolean): boolean {
    const { clock } = this.around;
    let at = clock();
    const end = at + SLICE_MS;
    while (at < end) {
      if (go(this.chunk)) return true;
      const took = clock() - at;
      at += took;
      if (took < GLANCE_MS / 2) this.chunk = Math.min(CHUNK_MAX, this.chunk * 2);
      else if (took > GLANCE_MS * 2) this.chunk = Math.max(CHUNK_MIN, this.chunk >> 1);
    }
    return false;
  }

  /** Something is to be seen and told at once. */
  private changed(): void {
    this.askFrame();
    this.report();
  }

  private reportWhenDue(): void {
    const isTrue = this.around.painter.share === this.reportedShare;
    if (!isTrue || this.around.clock() - this.reportedAt >= REPORT_MS) this.report();
  }

  private legend(): string {
    return this.around.painter.classes(this.around.clock()).join();
  }

  private report(): void {
    const { run, pace, around } = this;
    if (run === null) return;
    this.reportedLegend = this.legend();
    const at = around.clock();
    this.reportedAt = at;
    this.reportedShare = around.painter.share;
    around.post({
      type: 'observation',
      revision: this.revision,
      at: run.now,
      sought: this.sought,
      ticket: this.ticket,
      playing: this.isPlaying,
      speed: pace.speed(run.fitSpeed(FIT_SECONDS)),
      lagging: pace.lagging,
      cards: run.cards(),
      edges: run.edges(),
      inspect: this.inspected === null ? null : run.inspect(this.inspected),
      followedAt: around.painter.followedAt,
      dotsPerMessage: this.reportedShare,
      classes: around.painter.classes(at),
      marks: run.marks(),
      moments: run.moments(),
      stopped: this.isPlaying ? null : run.stopped,
      horizon: run.horizon,
      trouble: run.trouble,
      messages: run.messages(),
      trace: run.trace(),
    });
  }

  private askFrame(): void {
    if (this.isFrameAsked) return;
    this.isFrameAsked = true;
    this.around.requestFrame((at) => this.guard(() => this.frame(at)));
  }

  private askWork(): void {
    if (this.isWorkAsked) return;
    this.isWorkAsked = true;
    this.around.soon(() => {
      this.isWorkAsked = false;
      this.guard(() => this.work());
    });
  }

  /** A fault of the run stops the clock and is told; the page keeps the document. */
  private guard(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.isPlaying = false;
      this.sought = null;
      this.questions.begin();
      const message = error instanceof Error ? error.message : String(error);
      this.around.post({ type: 'error', code: 'run-failed', path: '', message });
    }
  }
}

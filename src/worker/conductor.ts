/**
 * Plays a run for the page: carries out its requests, moves the simulated clock frame by frame in
 * short slices, has every frame painted and reports what is to be seen. It knows neither worker nor
 * canvas: clock, frames and messages are given to it.
 */
import { LIMITS } from '../document/limits.ts';
import type { SceneDocument } from '../document/types.ts';
import type { Writes } from '../lib/canvas-picture.ts';
import type { Micros } from '../sim/types.ts';
import { CatchUp } from './catch-up.ts';
import { observe } from './observation.ts';
import { FIT_SECONDS, Pace } from './pace.ts';
import type { PairNumber } from './painter.ts';
import type { Query, Report, RunRequest } from './protocol.ts';
import { Questions } from './questions.ts';
import type { Running, Skipping } from './running.ts';
import { Skipper } from './skipper.ts';
import { Slices } from './slices.ts';
import type { Surroundings } from './surroundings.ts';

/** Time between two observations while something moves. */
const REPORT_MS = 100;
/** Here the clock stands still: later no command can be given. */
const LAST_MOMENT: Micros = LIMITS.moment * 1000;

export class Conductor {
  private readonly around: Surroundings;
  private readonly pace = new Pace();
  private run: Running | null = null;
  private revision = 0;
  private isPlaying = false;
  private isVisible = true;
  /** The moment being sought; null when the clock stands where it should. */
  private sought: Micros | null = null;
  /** The ticket of the newest seek since the last load. */
  private ticket = 0;
  /** Where the current frame wants the clock. */
  private target: Micros = 0;
  private readonly slices: Slices;
  private readonly skipper: Skipper;
  private readonly late: CatchUp;
  private isFrameAsked = false;
  private isWorkAsked = false;
  private readonly questions: Questions;
  private reportedAt = Number.NEGATIVE_INFINITY;
  private reportedShare = 1;
  private reportedLegend: string | null = '';
  private turned: PairNumber | null = null;

  constructor(around: Surroundings) {
    this.around = around;
    this.slices = new Slices(around.clock);
    this.skipper = new Skipper(this.slices);
    this.late = new CatchUp(around.clock);
    this.questions = new Questions(around, {
      // No question is answered half-way to another moment.
      run: () => (this.isAway ? undefined : this.run),
      guard: (act) => this.guard(act),
    });
  }

  /** Carries out one request of the page. What goes wrong is reported, not thrown. */
  handle(request: RunRequest): void {
    this.guard(() => this.carryOut(request));
  }

  /** The font for texts has come, and what cuts them. */
  write(writes: Writes): void {
    this.around.painter.write(writes);
    this.askFrame();
  }

  private carryOut(request: RunRequest): void {
    const { painter } = this.around;
    if ('ticket' in request) this.ticket = request.ticket ?? this.ticket;
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
      case 'skip':
        this.skip();
        break;
      case 'seek':
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
      case 'follow':
        painter.follow(request.message);
        // Where it is, the next frame finds: reported then, even while paused.
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

  /** Half-way to another moment: nothing to look at. */
  private get isAway(): boolean {
    return this.sought !== null || this.skipper.at !== null;
  }

  private load(document: SceneDocument, at: number | 'keep', revision: number): void {
    this.skipper.leave();
    this.revision = revision;
    this.ticket = 0;
    const wanted = at === 'keep' ? (this.sought ?? this.run?.now ?? 0) : at;
    if (at !== 'keep' || this.run?.update(document) !== true) this.run = this.around.open(document);
    this.late.begin();
    this.seek(wanted);
  }

  private play(isPlaying: boolean): void {
    this.skipper.leave();
    this.isPlaying = isPlaying;
    this.pace.rest();
    if (this.run !== null) this.target = this.run.now;
    this.changed();
  }

  private step(): void {
    this.skipper.leave();
    this.isPlaying = false;
    if (this.sought === null) this.run?.step();
    this.changed();
  }

  /** Starts going to a moment; a newer wish replaces this one. */
  private seek(to: Micros): void {
    if (this.run === null) return;
    this.skipper.leave();
    this.sought = Math.min(LAST_MOMENT, Math.max(0, Math.round(to)));
    this.pace.rest();
    this.around.painter.jump();
    this.work();
  }

  /**
   * Starts looking for the next thing that matters; asked again, it leaves that and stands where it
   * stood.
   */
  private skip(): void {
    if (this.run === null || this.sought !== null) return;
    if (this.skipper.at === null) {
      const { now: from } = this.run;
      const missing: Report = { type: 'skipped', from, to: null, why: 'not-fetched' };
      this.onceAble(() => this.beginSkip(), missing);
    } else {
      this.skipper.leave();
      this.changed();
    }
  }

  /** What looks ahead has come; meanwhile something else may have been asked for. */
  private beginSkip(): void {
    if (this.run === null || this.isAway) return;
    this.skipper.begin(this.run);
    this.work();
  }

  /** Looks on for one slice. */
  private look(run: Running, skipping: Skipping): void {
    const skipped = this.skipper.look(run, skipping);
    if (skipped === null) {
      this.reportWhenDue();
      this.askWork();
      return;
    }
    this.around.post(skipped);
    this.land(run);
  }

  /** Goes on judging for one slice, once what plays has had its own. */
  private catchUp(run: Running): void {
    if (this.isWorkAsked) return;
    if (this.slices.spend((events) => run.catchUp(events))) this.land(run);
    else {
      this.reportWhenDue();
      this.askWork();
    }
  }

  /** The clock stands elsewhere, maybe where a condition paused it. */
  private land(run: Running): void {
    this.around.painter.jump();
    if (run.stopped !== null) this.isPlaying = false;
    this.arrive(run);
  }

  /** The clock stands where it was to go. */
  private arrive(run: Running): void {
    if (run.isBehind) this.askWork();
    this.questions.begin();
    this.target = run.now;
    this.pace.rest();
    this.changed();
  }

  private show(isVisible: boolean): void {
    this.isVisible = isVisible;
    this.pace.rest();
    this.askFrame();
  }

  /** Does it once questions can be answered: at once, but for the first; else reports that. */
  private onceAble(act: () => void, otherwise: Report): void {
    this.around.prepareAnswers(null, (isAble) => {
      if (isAble) this.guard(act);
      else this.around.post(otherwise);
    });
  }

  private ask(ask: number, query: Query): void {
    if (query.ask === 'pick') this.pick(ask, query);
    else this.questions.ask(ask, query);
  }

  private pick(ask: number, { x, y, radius }: Extract<Query, { ask: 'pick' }>): void {
    const { painter, post } = this.around;
    const nearest = () => this.run && painter.nearest(this.run, x, y, radius);
    const answer = () => post({ type: 'answer', ask, answer: this.run?.picked(nearest()) ?? null });
    // That nothing is there can be said without the words for what is.
    if (nearest() === null) answer();
    else this.onceAble(answer, { type: 'unanswered', ask });
  }

  /** One frame: the clock moves on, everything is painted, and now and then reported. */
  private frame(at: number): void {
    this.isFrameAsked = false;
    this.showTurned();
    if (!this.isVisible) return;
    const { run } = this;
    const isMoving = this.isPlaying && !this.isAway;
    const fit = run?.fitSpeed(FIT_SECONDS) ?? null;
    if (run !== null && isMoving) {
      if (!this.late.isLong(run)) {
        this.target = Math.min(LAST_MOMENT, this.pace.target(at, run.now, fit));
      }
      this.slice(run);
    }
    // While a moment is sought, half-way states are nothing to look at.
    if (!this.isAway) {
      const least = this.pace.leastHop(fit);
      this.turned = this.around.painter.paint(run, at, isMoving, least);
    }
    if (isMoving) this.reportWhenDue();
    // While paused the report went out before the paint: the legend must name what is seen now.
    else if (!this.isAway && this.legend() !== this.reportedLegend) this.report();
    if (isMoving || this.turned !== null) this.askFrame();
  }

  /**
   * A newly painted pair is announced a frame after it was painted: by then its canvases have
   * reached the screen's compositor, and the page can swap pairs without showing an empty one.
   */
  private showTurned(): void {
    if (this.turned === null) return;
    this.around.post({ type: 'painted', pair: this.turned });
    this.turned = null;
  }

  /**
   * Runs towards the moment sought, or the frame's target, for one slice; whatever is left gets
   * another slice soon.
   */
  private work(): void {
    const { run } = this;
    if (run === null) return;
    if (this.skipper.at !== null) {
      this.look(run, this.skipper.at);
      return;
    }
    if (this.sought === null) {
      if (this.isPlaying && this.isVisible) this.slice(run);
      if (run.isBehind) this.catchUp(run);
      return;
    }
    const to = this.sought;
    if (this.slices.spend((events) => run.seek(to, events))) {
      this.sought = null;
      this.arrive(run);
      return;
    }
    this.reportWhenDue();
    this.askWork();
  }

  private slice(run: Running): void {
    const { target } = this;
    if (run.now < target) {
      if (!this.slices.spend((events) => run.runUntil(target, events))) this.askWork();
      else if (run.stopped !== null) this.play(false);
    } else if (run.now >= LAST_MOMENT) this.play(false);
  }

  /** Something is to be seen and reported at once. */
  private changed(): void {
    this.askFrame();
    this.report();
  }

  private reportWhenDue(): void {
    const isTrue = this.around.painter.share === this.reportedShare;
    if (!isTrue || this.around.clock() - this.reportedAt >= REPORT_MS) this.report();
  }

  private legend(): string {
    const { painter, clock } = this.around;
    return `${painter.classes(clock()).join()} ${painter.isStretched(clock())}`;
  }

  private report(): void {
    const { run, pace, around } = this;
    if (run === null) return;
    const fit = run.fitSpeed(FIT_SECONDS);
    const at = around.clock();
    this.reportedLegend = this.legend();
    this.reportedAt = at;
    this.reportedShare = around.painter.share;
    const play = {
      revision: this.revision,
      sought: this.sought,
      ticket: this.ticket,
      playing: this.isPlaying,
      speed: pace.speed(fit),
      lagging: pace.lagging,
      judging: this.late.isLong(run),
      skipping: this.skipper.at,
    };
    around.post(observe(run, play, around.painter, at));
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

  /** A fault of the run stops the clock and is reported; the page keeps the document. */
  private guard(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.isPlaying = false;
      this.sought = null;
      this.skipper.at = null;
      this.questions.begin();
      const message = error instanceof Error ? error.message : String(error);
      this.around.post({ type: 'error', code: 'run-failed', path: '', message });
    }
  }
}

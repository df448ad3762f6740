/**
 * The page's end of the simulation, and the only door to it. It watches over the worker: one that
 * stops answering is replaced, and the new one gets everything the old one knew, paused at the
 * last moment seen, so that nothing is lost but a few seconds.
 */
import { NotFetched } from '../lib/fetched.ts';
import type { Answers, Load, Query, Report, Request } from './protocol.ts';
import { startModuleWorker, type WorkerLike } from './start-worker.ts';
import { BEAT_MS, Watchdog } from './watchdog.ts';

/** A worker that does not start within this time never will. */
const START_MS = 30_000;
/** This many restarts within the window are enough: it is the diagram that stops the worker. */
const RESTARTS_MAX = 3;
const RESTARTS_WINDOW_MS = 60_000;

export interface SimulationStatus {
  readonly status: 'starting' | 'ready' | 'restarted' | 'failed';
  /** What happened and what to do, when there is something to say. */
  readonly sentence: string | null;
}

export interface SimulationOptions {
  /** Starts a worker; another kind of worker, or a made-up one in tests. */
  readonly start?: () => WorkerLike;
  /** Milliseconds. */
  readonly clock?: () => number;
}

export interface Simulation {
  send(request: Request, transfer?: Transferable[]): void;
  /**
   * A question about the run; null when nothing can answer it (any more). Throws `NotFetched` when
   * what answers it could not be had: asked again, it is fetched again.
   */
  ask<Q extends Query>(query: Q): Promise<Answers[Q['ask']] | null>;
  subscribe(listener: (report: Report) => void): () => void;
  status(): SimulationStatus;
  onStatus(listener: (status: SimulationStatus) => void): () => void;
  /**
   * Called when the worker was replaced: control of a canvas transfers once, so it needs new ones.
   */
  onNeedCanvases(listener: () => void): () => void;
  dispose(): void;
}

interface Asked {
  readonly answer: (answer: Answers[Query['ask']] | null) => void;
  readonly reject: (why: NotFetched) => void;
}

type Remembered = Extract<Request, { type: 'geometry' | 'look' | 'speed' | 'visible' | 'follow' }>;

/** Starts the simulation at once; reports come to those who subscribed. */
export function createSimulation(options: SimulationOptions = {}): Simulation {
  return new WorkerSimulation(options);
}

class WorkerSimulation implements Simulation {
  private readonly start: () => WorkerLike;
  private readonly clock: () => number;
  private readonly reportListeners = new Set<(report: Report) => void>();
  private readonly statusListeners = new Set<(status: SimulationStatus) => void>();
  private readonly canvasListeners = new Set<() => void>();
  private readonly asked = new Map<number, Asked>();
  /** The last request of each kind that outlives a worker. */
  private readonly remembered = new Map<string, Remembered>();
  private load: Load | null = null;
  private lastAt = 0;
  private worker: WorkerLike | null = null;
  private watchdog = new Watchdog();
  private isReady = false;
  private startedAt = 0;
  private restarts: number[] = [];
  private beat = 0;
  private current: SimulationStatus = { status: 'starting', sentence: null };
  private readonly timer: ReturnType<typeof setInterval>;

  constructor({ start = startModuleWorker, clock = () => performance.now() }: SimulationOptions) {
    this.start = start;
    this.clock = clock;
    this.timer = setInterval(() => this.tick(), BEAT_MS);
    this.startWorker();
  }

  send(request: Request, transfer: Transferable[] = []): void {
    this.remember(request);
    if (this.worker === null && request.type === 'load') this.replace('starting', null);
    else this.worker?.postMessage(request, transfer);
  }

  ask<Q extends Query>(query: Q): Promise<Answers[Q['ask']] | null> {
    if (this.worker === null) return Promise.resolve(null);
    this.beat += 1;
    const ask = this.beat;
    return new Promise((resolve, reject) => {
      // The worker answers a query with what `Answers` names for it: both ends are one build.
      this.asked.set(ask, { answer: (it) => resolve(it as Answers[Q['ask']] | null), reject });
      this.send({ type: 'ask', ask, query });
    });
  }

  subscribe(listener: (report: Report) => void): () => void {
    return added(this.reportListeners, listener);
  }

  status(): SimulationStatus {
    return this.current;
  }

  onStatus(listener: (status: SimulationStatus) => void): () => void {
    return added(this.statusListeners, listener);
  }

  onNeedCanvases(listener: () => void): () => void {
    return added(this.canvasListeners, listener);
  }

  dispose(): void {
    clearInterval(this.timer);
    this.stopWorker();
    this.reportListeners.clear();
    this.statusListeners.clear();
    this.canvasListeners.clear();
  }

  private remember(request: Request): void {
    switch (request.type) {
      case 'load':
        this.load = request;
        if (request.at !== 'keep') this.lastAt = request.at;
        return;
      case 'geometry':
      case 'look':
      case 'speed':
      case 'visible':
      case 'follow':
        this.remembered.set(request.type, request);
        return;
      default:
    }
  }

  private startWorker(): void {
    this.isReady = false;
    this.startedAt = this.clock();
    this.watchdog = new Watchdog();
    try {
      const worker = this.start();
      worker.onmessage = (event) => this.receive(event.data as Report);
      worker.onerror = (event) => this.workerFailed(event.message);
      this.worker = worker;
    } catch (error) {
      this.workerFailed(error instanceof Error ? error.message : String(error));
    }
  }

  private stopWorker(): void {
    if (this.worker !== null) {
      this.worker.onmessage = null;
      this.worker.onerror = null;
      this.worker.terminate();
    }
    this.worker = null;
    for (const { answer } of this.asked.values()) answer(null);
    this.asked.clear();
  }

  /** Another worker that gets what the old one knew, paused. */
  private replace(status: 'starting' | 'restarted', sentence: string | null): void {
    this.stopWorker();
    this.startWorker();
    if (this.worker === null) return;
    for (const request of this.remembered.values()) this.worker.postMessage(request, []);
    if (this.load !== null) this.worker.postMessage({ ...this.load, at: this.lastAt }, []);
    this.announce({ status, sentence });
    for (const listener of this.canvasListeners) listener();
  }

  private receive(report: Report): void {
    this.watchdog.heard();
    if (report.type === 'pong') return;
    if (report.type === 'answer' || report.type === 'unanswered') {
      const asked = this.asked.get(report.ask);
      this.asked.delete(report.ask);
      if (report.type === 'answer') asked?.answer(report.answer);
      else asked?.reject(new NotFetched([]));
      return;
    }
    if (report.type === 'ready') {
      this.isReady = true;
      if (this.current.status === 'starting') this.announce({ status: 'ready', sentence: null });
    }
    if (report.type === 'observation' && report.revision === this.load?.revision) {
      this.lastAt = report.at;
    }
    for (const listener of this.reportListeners) listener(report);
  }

  private tick(): void {
    if (this.worker === null) return;
    if (!this.isReady) {
      const waited = this.clock() - this.startedAt;
      if (waited > START_MS) this.workerFailed('it did not start within 30 seconds');
      return;
    }
    if (this.watchdog.tick(this.clock()) === 'give-up') this.restart();
    else {
      this.beat += 1;
      this.worker.postMessage({ type: 'ping', beat: this.beat } satisfies Request, []);
    }
  }

  private restart(): void {
    const at = this.clock();
    this.restarts = this.restarts.filter((then) => at - then < RESTARTS_WINDOW_MS);
    this.restarts.push(at);
    if (this.restarts.length > RESTARTS_MAX) {
      this.stopWorker();
      this.announce({
        status: 'failed',
        sentence:
          'The simulation keeps failing with this diagram and was switched off. The diagram is safe: undo the last change, or open another.',
      });
      return;
    }
    this.replace(
      'restarted',
      'The simulation did not respond and was restarted. The diagram is unchanged and paused at the last moment shown: press play to continue.',
    );
  }

  private workerFailed(reason: string): void {
    if (this.isReady) {
      this.passOn({ type: 'error', code: 'worker-error', path: '', message: reason });
      return;
    }
    this.stopWorker();
    const why = reason === '' ? 'its file could not be loaded' : reason;
    this.announce({
      status: 'failed',
      sentence: `The simulation could not start: ${why}. The diagram is safe. Reload the page to try again.`,
    });
  }

  private passOn(report: Report): void {
    for (const listener of this.reportListeners) listener(report);
  }

  private announce(status: SimulationStatus): void {
    this.current = status;
    for (const listener of this.statusListeners) listener(status);
  }
}

function added<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

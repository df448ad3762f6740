/**
 * Lets the page's requests through in their order. A document waits here until the kinds it names
 * have been fetched, and what carries out its commands; what was sent after it waits behind it, and
 * the watchdog is answered all the while. Without them a document is not run, but an empty one in
 * its place: the page hears of it.
 */
import type { SceneDocument } from '../document/types.ts';
import { NotFetched } from '../lib/fetched.ts';
import type { Load, Report, Request, RunRequest } from './protocol.ts';

interface Surroundings {
  readonly pass: (request: RunRequest) => void;
  readonly post: (report: Report) => void;
  readonly isReadyFor: (load: Load) => boolean;
  readonly prepareFor: (load: Load) => Promise<void>;
  /** In advance. */
  readonly fetchKinds: (names: readonly string[]) => Promise<void>;
}

export class Gate {
  private readonly around: Surroundings;
  private waiting: RunRequest[] = [];
  private isShut = false;

  constructor(around: Surroundings) {
    this.around = around;
  }

  take(request: Request): void {
    if (request.type === 'fetch') {
      // They are fetched in advance: who needs them hears of what goes wrong.
      this.around.fetchKinds(request.kinds).catch(() => undefined);
    } else if (request.type === 'ping' || !this.isShut) this.let(request);
    else this.waiting.push(request);
  }

  private let(request: RunRequest): void {
    if (request.type !== 'load' || this.around.isReadyFor(request)) this.around.pass(request);
    else void this.hold(request);
  }

  private async hold(load: Load): Promise<void> {
    this.isShut = true;
    try {
      await this.around.prepareFor(load);
      this.around.pass(load);
    } catch (error) {
      const names = error instanceof NotFetched ? error.names : [];
      this.around.post({ type: 'not-fetched', kinds: [...names], revision: load.revision });
      this.around.pass({ ...load, document: emptied(load.document) });
    }
    this.open();
  }

  private open(): void {
    this.isShut = false;
    const { waiting } = this;
    this.waiting = [];
    for (const request of waiting) this.take(request);
  }
}

function emptied({ version, title, seed }: SceneDocument): SceneDocument {
  return { version, title, seed, nodes: [], edges: [], commands: [] };
}

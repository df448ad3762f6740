/**
 * Looks for the next thing that matters, slice by slice. Whoever leaves it half-way finds the run
 * where it stood before.
 */
import type { Report } from './protocol.ts';
import type { Running, Skipping } from './running.ts';
import type { Slices } from './slices.ts';

type Skipped = Extract<Report, { type: 'skipped' }>;

export class Skipper {
  /** Null while it does not look. */
  at: Skipping | null = null;
  private readonly slices: Slices;

  constructor(slices: Slices) {
    this.slices = slices;
  }

  begin(run: Running): void {
    this.at = run.skip();
  }

  leave(): void {
    this.at?.back();
    this.at = null;
  }

  /** Looks on for one slice. @returns what came of it, null while it goes on */
  look(run: Running, skipping: Skipping): Skipped | null {
    let why: ReturnType<Skipping['go']> = 'looking';
    this.slices.spend((events) => {
      why = skipping.go(events);
      return why !== 'looking';
    });
    return this.end(run, skipping, why);
  }

  private end(run: Running, skipping: Skipping, why: ReturnType<Skipping['go']>): Skipped | null {
    if (why === 'looking') return null;
    const { from } = skipping;
    if (why === 'found') this.at = null;
    else this.leave();
    return { type: 'skipped', from, to: why === 'found' ? run.now : null, why };
  }
}

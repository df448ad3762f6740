/**
 * Processor sharing, exactly: with c cores and n jobs each job runs at rate min(1, c/n), all finish
 * when their work is done.
 *
 * Instead of touching every job whenever n changes, a virtual clock runs at that common rate: a job
 * of 50 ms that arrives when the clock shows 200 is done when it shows 250, however long that
 * takes. So jobs wait in a heap by finishing moment, and an arrival or departure costs O(log n).
 * Example, one core: A (60 ms) arrives at 0, B (20 ms) at 10. B is done at 50, A at 80.
 */

/**
 * The jobs running side by side; times in microseconds. Parallel arrays form a binary heap by
 * (finish, order).
 */
export interface Sharing<Job> {
  jobs: Job[];
  /** Virtual moment at which each is done. */
  finish: number[];
  /** Arrival order, so that equals leave in the order they came. */
  order: number[];
  lastOrder: number;
  virtualNow: number;
  /** When `virtualNow` was right, in real time. */
  updatedAt: number;
}

export function createSharing<Job>(): Sharing<Job> {
  return { jobs: [], finish: [], order: [], lastOrder: 0, virtualNow: 0, updatedAt: 0 };
}

/**
 * Brings the virtual clock up to `now`. Call before anything that changes the rate: arrival,
 * departure, cores, slowdown.
 */
export function advanceSharing(
  sharing: Sharing<unknown>,
  now: number,
  cores: number,
  slowdown: number,
): void {
  sharing.virtualNow += (now - sharing.updatedAt) * rateOf(sharing, cores, slowdown);
  sharing.updatedAt = now;
}

/** Adds a job, with the clock up to date. */
export function addJob<Job>(sharing: Sharing<Job>, job: Job, workMicros: number): void {
  if (sharing.jobs.length === 0) sharing.virtualNow = 0;
  const finish = sharing.virtualNow + workMicros;
  const order = ++sharing.lastOrder;
  let place = sharing.jobs.length;
  while (place > 0) {
    const parent = (place - 1) >> 1;
    const parentFinish = sharing.finish[parent] as number;
    // The newcomer has the highest order: it goes behind its equals.
    if (parentFinish <= finish) break;
    moveJob(sharing, parent, place);
    place = parent;
  }
  sharing.jobs[place] = job;
  sharing.finish[place] = finish;
  sharing.order[place] = order;
}

/** Takes the job that finishes first, with the clock up to date; null when there is none. */
export function takeFirst<Job>(sharing: Sharing<Job>): Job | null {
  const count = sharing.jobs.length - 1;
  if (count < 0) return null;
  const first = sharing.jobs[0] as Job;
  const job = sharing.jobs.pop() as Job;
  const finish = sharing.finish.pop() as number;
  const order = sharing.order.pop() as number;
  if (count === 0) return first;
  let place = 0;
  for (;;) {
    let child = 2 * place + 1;
    if (child >= count) break;
    if (child + 1 < count && isBefore(sharing, child + 1, child)) child++;
    const childFinish = sharing.finish[child] as number;
    if (
      childFinish > finish ||
      (childFinish === finish && (sharing.order[child] as number) > order)
    )
      break;
    moveJob(sharing, child, place);
    place = child;
  }
  sharing.jobs[place] = job;
  sharing.finish[place] = finish;
  sharing.order[place] = order;
  return first;
}

/** Work the first job has left, in microseconds on a core of its own. */
export function firstWorkLeft(sharing: Sharing<unknown>): number {
  const left = (sharing.finish[0] as number) - sharing.virtualNow;
  return left > 0 ? left : 0;
}

/**
 * Microseconds from now until the first job is done if nothing changes, rounded up; the clock is up
 * to date.
 */
export function microsToFirst(sharing: Sharing<unknown>, cores: number, slowdown: number): number {
  return Math.ceil(firstWorkLeft(sharing) / rateOf(sharing, cores, slowdown));
}

function rateOf(sharing: Sharing<unknown>, cores: number, slowdown: number): number {
  const count = sharing.jobs.length;
  return (count <= cores ? 1 : cores / count) / slowdown;
}

function isBefore(sharing: Sharing<unknown>, a: number, b: number): boolean {
  const left = sharing.finish[a] as number;
  const right = sharing.finish[b] as number;
  return (
    left < right || (left === right && (sharing.order[a] as number) < (sharing.order[b] as number))
  );
}

function moveJob(sharing: Sharing<unknown>, from: number, to: number): void {
  sharing.jobs[to] = sharing.jobs[from];
  sharing.finish[to] = sharing.finish[from] as number;
  sharing.order[to] = sharing.order[from] as number;
}

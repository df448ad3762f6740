/**
 * What a model hands to the compiler, and what a running machine is made of. Types only:
 * `machine.ts` explains how a kind writes its machine and passes these on, so nobody else imports
 * this file.
 */
import type { AnyStateMachine, StateMachine } from 'xstate';

/**
 * Events carry more fields (message, connection …); only the type decides which transition is
 * looked at.
 */
export interface SimEvent {
  readonly type: string;
}

/**
 * What a compiled machine needs from the world while it steps. The kernel's handle implements it,
 * with many more methods.
 */
export interface MachineHost {
  /**
   * Sends `event` to the instance being stepped, `delayMicros` from now. Returns the timer, never
   * 0.
   */
  schedule(delayMicros: number, event: SimEvent): number;
  cancel(timer: number): void;
}

/**
 * Changes its own context in place and calls the handle; `params` are the static ones written
 * beside its name.
 */
// biome-ignore lint/suspicious/noExplicitAny: MachineModelOf types each one.
export type Action<C, E, S, P = any> = (context: C, event: E, params: P, sim: S) => void;
/** Reads and decides; changes nothing. */
// biome-ignore lint/suspicious/noExplicitAny: as for Action.
export type Guard<C, E, P = any> = (context: C, event: E, params: P) => boolean;
/**
 * How many microseconds an `after` waits, asked when its state is entered (after the entry
 * actions).
 */
export type Delay<C, E> = (context: C, event: E) => number;

/** An xstate machine and the functions behind the names it uses. */
export interface MachineModel<C, E extends SimEvent, S extends MachineHost> {
  readonly machine: AnyStateMachine;
  readonly actions: Readonly<Record<string, Action<C, E, S>>>;
  readonly guards: Readonly<Record<string, Guard<C, E>>>;
  readonly delays: Readonly<Record<string, Delay<C, E>>>;
}

type Named = { readonly type: string; readonly params?: unknown };
type ParamsOf<N, K> = Extract<N, { type: K }> extends { params?: infer P } ? P : undefined;
type ActionsOf<A extends Named, Own, C, E, S> = {
  readonly [K in Exclude<A['type'], Own>]: Action<C, E, S, ParamsOf<A, K>>;
};
type GuardsOf<G extends Named, Own, C, E> = {
  readonly [K in Exclude<G['type'], Own>]: Guard<C, E, ParamsOf<G, K>>;
};
type DelaysOf<D extends string, C, E> = { readonly [K in D]: Delay<C, E> };

/**
 * A `MachineModel` whose names are those of machine `M`: one that is missing, misspelt or takes
 * other params fails to compile. `Own` are names the machine implements itself (an `assign`, or
 * `and`/`or`/`not`, in `setup`).
 */
export type MachineModelOf<
  M extends AnyStateMachine,
  C,
  E extends SimEvent,
  S extends MachineHost,
  Own extends string = never,
> =
  M extends StateMachine<
    infer _Context,
    infer _Event,
    infer _Children,
    infer _Actor,
    infer A,
    infer G,
    infer D,
    infer _Value,
    infer _Tag,
    infer _Input,
    infer _Output,
    infer _Emitted,
    infer _StateMeta,
    infer _Schema,
    infer _TransitionMeta
  >
    ? {
        readonly machine: M;
        readonly actions: ActionsOf<A, Own, C, E, S>;
        readonly guards: GuardsOf<G, Own, C, E>;
        readonly delays: DelaysOf<D, C, E>;
      }
    : never;

/** A machine that runs: plain data, so that a checkpoint is a copy. */
export interface Instance<C> {
  /** Index of the leaf state it is in; while a step is under way, its complement (`~index`). */
  state: number;
  context: C;
  /** The running `after` timers along the active path, 0 where none runs. */
  timers: number[];
}

/** A state a machine can rest in (a leaf of its tree). */
export interface StateInfo {
  /** Equals `Instance.state` while a machine rests here. */
  readonly index: number;
  /** From the root, joined by dots: 'up.busy'. */
  readonly path: string;
  /** The last part of the path. */
  readonly name: string;
  /** Its own and those of the states around it. */
  readonly tags: readonly string[];
  /** The machine is over: nothing happens here any more. */
  readonly final: boolean;
}

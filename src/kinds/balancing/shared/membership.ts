/**
 * What passes between a balancer and the cluster that it stands in. It is no traffic: the cluster's
 * part of it runs on the balancer's own machine, as keepalived does beside nginx.
 */
import type { SimEvent } from '../../../sim/machine.ts';
import type { Content, Micros, NodeIndex } from '../../../sim/types.ts';

/**
 * To the cluster: the process serves from now on, finishes what it has and then stops, or is gone.
 */
export interface MemberReport extends SimEvent {
  readonly type: 'serving' | 'leaving' | 'gone';
  readonly node: NodeIndex;
}

/** To the cluster: this has been said to all peers, or came from one. */
export interface MemberWord extends SimEvent {
  readonly type: 'said' | 'heard';
  readonly node: NodeIndex;
  readonly content: Content;
}

/** To a member: say this to all peers, if it is still the moment for it. */
export interface Say extends SimEvent {
  readonly type: 'say';
  readonly at: Micros;
  readonly content: Content;
}

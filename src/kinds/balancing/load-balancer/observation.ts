/**
 * What a balancer shows of itself: little for its picture, more for the inspector's panel. Plain
 * data that crosses to the page.
 */
import type { ProcessObservation } from '../../shared/observation.ts';
import type { Verdict } from '../shared/check.ts';
import type { OutReport } from '../shared/out.ts';
import type { BalancerConfig } from './spec.ts';

export type HealthWord = 'healthy' | 'failing' | 'unhealthy' | 'ejected' | 'recovering' | 'drained';

export interface BackendReport {
  readonly id: string;
  readonly name: string;
  readonly health: HealthWord;
  /** Whether it takes part in what its frame offers: an autoscaler has not switched it off. */
  readonly isWanted: boolean;
  /** Whether traffic may go there. */
  readonly isUp: boolean;
  /** Why it is out; null while it is in use. In panic traffic goes there all the same. */
  readonly out: OutReport | null;
  readonly backup: boolean;
  /** Requests (L7) or connections (L4) at it now, and how often it was chosen. */
  readonly active: number;
  readonly picks: number;
  /** Of all picks so far, 0..1. */
  readonly share: number;
}

export interface BalancerObservation extends ProcessObservation {
  readonly mode: BalancerConfig['mode'];
  readonly algorithm: BalancerConfig['algorithm'];
  readonly backends: readonly BackendReport[];
  /** Connections and flows with clients, and with backends. */
  readonly connections: number;
  readonly backendConnections: number;
  /** Entries of the NAT table, and how many there may be; both 0 in layer 7. */
  readonly natEntries: number;
  readonly natPorts: number;
  /** Requests being served (L7). */
  readonly serving: number;
  /** Turned away at the balancer, by reason. */
  readonly refusals: Readonly<Record<string, number>>;
  /** Too few backends are well, so that all get traffic. */
  readonly panics: boolean;
}

export interface LegReport {
  readonly id: number;
  readonly source: string;
  readonly destination: string;
  readonly transport: 'tcp' | 'tls' | 'udp';
  readonly state: 'opening' | 'open' | 'idle' | 'closed';
  /**
   * What opening it cost; null while it is not open, and for clients' connections: only the client
   * knows. 0 for UDP.
   */
  readonly handshakeMs: number | null;
  readonly requests: number;
}

/**
 * One row of the connection table. In layer 7 the two legs are not tied to each other, so one of
 * them is null.
 */
export interface ConnectionReport {
  readonly front: LegReport | null;
  readonly back: LegReport | null;
  /** The backend's name. */
  readonly backend: string | null;
}

export interface NatReport {
  readonly transport: 'tcp' | 'udp';
  readonly client: string;
  readonly balancer: string;
  readonly nat: string;
  readonly backend: string;
}

export interface Addresses {
  readonly source: string;
  readonly destination: string;
}

/** A request with the addresses on its packets before and after the balancer, there and back. */
export interface PacketReport {
  readonly message: number;
  /** The balancer's own message in layer 7. */
  readonly onward: number;
  readonly atMs: number;
  readonly what: string;
  readonly outcome: string;
  /** The backend's name; null when it is gone. */
  readonly backend: string | null;
  readonly request: { readonly before: Addresses; readonly after: Addresses | null };
  readonly response: { readonly before: Addresses | null; readonly after: Addresses };
}

export interface CheckReport {
  readonly verdict: Verdict;
  /** When the last check ended, and how; null before the first. */
  readonly lastMs: number | null;
  readonly lastWords: string;
  /** In a row, so far: passed or failed. */
  readonly passes: number;
  readonly fails: number;
  readonly rise: number;
  readonly fall: number;
}

export interface BackendDetails extends BackendReport {
  readonly weight: number;
  /** While it warms up: the weight that counts now. */
  readonly effectiveWeight: number;
  /** 0 for none. */
  readonly limit: number;
  /** Failures that count against it now, and all there were. */
  readonly fails: number;
  readonly failures: number;
  /** What active checks found; null while there are none. */
  readonly check: CheckReport | null;
  /** How many of the last choices fell on it. */
  readonly latestPicks: number;
  /** Of its weight among those that share the traffic; null where rules decide first. */
  readonly expectedShare: number | null;
}

export interface BackendsAnswer {
  readonly backends: readonly BackendDetails[];
  /** How many of the last choices `latestPicks` are of. */
  readonly latest: number;
}

/** The newest of a table, newest first, and how many there are in all. */
interface Newest<Row> {
  readonly rows: readonly Row[];
  readonly count: number;
}

/** What a balancer's panel may ask about. */
export interface BalancerAnswers {
  readonly backends: BackendsAnswer;
  readonly connections: Newest<ConnectionReport>;
  readonly nat: Newest<NatReport>;
  /** Newest first. */
  readonly packets: readonly PacketReport[];
}

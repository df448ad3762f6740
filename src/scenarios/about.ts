/**
 * What there is to see in each scene, for the gallery. Which kinds it shows is read from the scene
 * itself.
 */

/** What a scene is about, as one of these ids; the words are what people call it. */
export const CONCEPTS = {
  distribute: 'Distributing requests',
  faster: 'Shorter response times',
  available: 'Availability',
  algorithms: 'Algorithms',
  health: 'Failure detection',
  cluster: 'Redundant balancers',
  zones: 'Failure domains',
  scaling: 'Scaling out',
  'layer-4': 'Layer 4: connections',
  'layer-7': 'Layer 7: requests',
  queueing: 'Queues and overload',
  replication: 'Replication',
  faults: 'Faults',
} as const;

export type Concept = keyof typeof CONCEPTS;

export interface SceneAbout {
  /** One sentence: what to watch. */
  readonly line: string;
  readonly concepts: readonly Concept[];
}

/** By slug, in the order of the gallery: the first scene first, then from simple to involved. */
export const ABOUT: Readonly<Record<string, SceneAbout>> = {
  'first-minute': {
    line: 'A balancer between visitors and three servers spreads the requests. Crash a server: others take its share.',
    concepts: ['distribute', 'faster', 'available', 'faults'],
  },
  'one-server-overloaded': {
    line: 'More requests arrive than one server can serve. The queue fills up, and requests beyond it are rejected.',
    concepts: ['queueing'],
  },
  'round-robin': {
    line: 'Each server in turn gets the next request, however busy it is.',
    concepts: ['distribute', 'algorithms'],
  },
  'weighted-servers': {
    line: 'A large server and smaller ones: each gets a share of the requests by its weight.',
    concepts: ['distribute', 'algorithms'],
  },
  'least-request-slow-server': {
    line: 'One server has become slow. Counting requests in progress keeps its queue short.',
    concepts: ['algorithms', 'queueing'],
  },
  'one-two-four-servers': {
    line: 'The same traffic into one, two and four servers, side by side: waiting time almost disappears.',
    concepts: ['faster', 'scaling', 'queueing'],
  },
  'growing-pool': {
    line: 'One server is not enough. Every five seconds another joins the pool, and throughput rises.',
    concepts: ['scaling', 'faster', 'queueing'],
  },
  'crash-and-recovery': {
    line: 'A server crashes after two seconds. Errors stop once the balancer notices; later the server comes back.',
    concepts: ['available', 'health', 'faults'],
  },
  'break-and-repair': {
    line: 'A slow server, a cut connection, a crash and a burst, one after the other, each repaired.',
    concepts: ['faults', 'available', 'health'],
  },
  'health-checks': {
    line: 'The balancer asks every server for its health. One that crashes is out until its checks pass again.',
    concepts: ['health', 'available'],
  },
  'wrong-health-path': {
    line: 'The check asks for a page that is not there: healthy servers are taken out, all of them.',
    concepts: ['health', 'faults'],
  },
  'threshold-panic': {
    line: 'When fewer than half of the servers are healthy, all get traffic again, dead ones too.',
    concepts: ['health', 'available'],
  },
  flapping: {
    line: 'Checks wait in line like requests. An overloaded server fails them, and its load breaks the other.',
    concepts: ['health', 'queueing'],
  },
  'balancer-pair': {
    line: 'Two balancers share an address. When the active one dies, the other takes it over within seconds.',
    concepts: ['cluster', 'available'],
  },
  'split-brain': {
    line: 'The balancers stop hearing each other, and both take the address.',
    concepts: ['cluster', 'faults'],
  },
  'autoscaling-pool': {
    line: 'Four times the traffic comes. The pool switches servers on until each is busy enough, and off later.',
    concepts: ['scaling', 'faster'],
  },
  zones: {
    line: 'Servers stand in two zones. One zone is lost at once; the other carries on alone.',
    concepts: ['zones', 'available', 'faults'],
  },
  'layer-4-beside-layer-7': {
    line: 'The same traffic balanced per connection and per request. Only layer 7 sees what a request asks for.',
    concepts: ['layer-4', 'layer-7', 'distribute'],
  },
  'read-replicas': {
    line: 'Writes go to the primary, reads to its replicas. One replica is always a little behind.',
    concepts: ['replication', 'layer-7'],
  },
  'balanced-database': {
    line: 'Three replicas share the reads while the primary sends them every write of the import.',
    concepts: ['replication', 'distribute'],
  },
};

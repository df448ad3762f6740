/** What there is to see in each scene, for the gallery. Which kinds it shows is read from the scene itself. */

/** What a scene is about, as one of these ids; the words are what people call it. */
export const CONCEPTS = {
  distribute: 'Distributing requests',
  faster: 'Shorter response times',
  available: 'Availability',
  algorithms: 'Algorithms',
  health: 'Backends in and out',
  scaling: 'Scaling out',
  'layer-4': 'Layer 4: connections',
  'layer-7': 'Layer 7: requests',
  queueing: 'Queues and overload',
  replication: 'Replication',
  faults: 'Faults and repair',
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
    line: 'Requests fan out over three servers. Crash one and watch the others take its share.',
    concepts: ['distribute', 'available', 'faults'],
  },
  'one-server-overloaded': {
    line: 'More work arrives than one server can do: the queue fills up, and what finds it full is turned away.',
    concepts: ['queueing'],
  },
  'round-robin': {
    line: 'Each server in turn gets the next request, whatever the others are doing.',
    concepts: ['distribute', 'algorithms'],
  },
  'weighted-servers': {
    line: 'A large server and smaller ones: each gets as much as its weight says.',
    concepts: ['distribute', 'algorithms'],
  },
  'least-request-slow-server': {
    line: 'One server has become slow. Counting open requests keeps the queue away from it.',
    concepts: ['algorithms', 'queueing'],
  },
  'one-two-four-servers': {
    line: 'The same arrivals into one, two and four servers, side by side: waiting all but vanishes.',
    concepts: ['faster', 'scaling', 'queueing'],
  },
  'growing-pool': {
    line: 'One server is far too few. Every five seconds another joins the pool, and throughput steps up.',
    concepts: ['scaling', 'faster', 'queueing'],
  },
  'crash-and-recovery': {
    line: 'A server crashes after two seconds. Errors end once the balancer has noticed; later it comes back.',
    concepts: ['available', 'health', 'faults'],
  },
  'break-and-repair': {
    line: 'A slow server, a cut line, a crash and a burst, one after the other, each put right again.',
    concepts: ['faults', 'available', 'health'],
  },
  'layer-4-beside-layer-7': {
    line: 'The same traffic per connection and per request: only one of the two sees what is asked for.',
    concepts: ['layer-4', 'layer-7', 'distribute'],
  },
  'read-replicas': {
    line: 'Writes go to the primary, reads to its replicas, one of which is always a little behind.',
    concepts: ['replication', 'layer-7'],
  },
  'balanced-database': {
    line: 'Three replicas share the reading while the primary sends them every write of the import.',
    concepts: ['replication', 'distribute'],
  },
};

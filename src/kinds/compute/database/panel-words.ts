/** Every sentence of the database's panel. */
export const words = {
  replication: 'Replication',
  asItIs: 'Actual',
  believes: 'Known to the replica',
  lag: 'Lag',
  behind: 'Changes behind',
  whyTwo:
    'A replica knows only the changes that have arrived. It cannot know of changes that are still in flight or held up.',
  staleReads: (count: string) => `Stale reads: ${count}`,
  missed: (count: string) => `Changes lost for good: ${count}`,
  replicas: (shown: number, count: number) =>
    shown < count ? `Replicas · first ${shown} of ${count}` : 'Replicas',
  replica: 'Replica',
  unsent: 'Not sent',
  states: { opening: 'connecting', open: 'connected', closed: 'not connected' },
} as const;

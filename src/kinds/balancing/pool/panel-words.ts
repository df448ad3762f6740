/** Every sentence of the pool's panel. */
export const words = {
  title: 'Autoscaler',
  counts: (wanted: number, count: number, ready: number) =>
    `${wanted} of ${count} members are wanted, ${ready} take part.`,
  looks: 'Last looks',
  at: 'At',
  figure: 'Figure',
  asked: 'Asked for',
  wanted: 'Wanted',
  ofTarget: (reported: string, target: string) => `${reported} of ${target}`,
  percent: (amount: string) => `${amount} %`,
  rate: (amount: string) => `${amount}/s`,
  unknown: 'unknown',
  changed: (from: number, to: number) => `${from} → ${to}`,
  stabilizedUp: 'Looks before asked for fewer.',
  stabilizedDown: 'Looks before asked for more.',
  reasons: {
    DesiredWithinRange: '',
    TooFewReplicas: 'No fewer may be on.',
    TooManyReplicas: 'There are no more members.',
    ScaleUpLimit: 'No more may be added at once.',
    ScaleDownLimit: 'No more may be removed at once.',
    FailedComputeMetricsReplicas: 'The figures say too little.',
    ScalingDisabled: 'No member is on.',
  },
} as const;

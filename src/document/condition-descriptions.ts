/** What the JSON Schema says about conditions, form by form and key by key. */

/** By a form's sort, or the name of its figure. */
export const forms: Readonly<Record<string, string>> = {
  all: 'All of these hold.',
  any: 'At least one of these holds.',
  not: 'This does not hold.',
  response:
    'A percentile of the response times, judged as a request ends. Needs at least 20 requests.',
  throughput: 'Requests answered per second.',
  errors: 'Requests that failed or were dropped per second.',
  queue: 'How many wait at the node.',
  inFlight: 'How many messages are under way, or inside the node.',
  series: 'A figure of a kind: what a gauge holds now, or the rate of a counter within a time.',
  state: 'The node is in a state.',
  error: 'A message failed or was dropped: true at that very event.',
  count: 'How many parts stand on the table.',
  path: 'Requests can get from one part to the other: along edges that carry them and are not cut, through parts that are up.',
  verb: 'Something was done: true at that very moment.',
};

/** By the key, or by `form.key` where that says something else. */
export const keys: Readonly<Record<string, string>> = {
  for: 'Milliseconds for which it has to hold without a break.',
  above: 'It is more than this.',
  below: 'It is less than this.',
  'response.above': 'It is more than this: milliseconds.',
  'response.below': 'It is less than this: milliseconds.',
  'throughput.above': 'It is more than this: per second.',
  'throughput.below': 'It is less than this: per second.',
  'errors.above': 'It is more than this: per second.',
  'errors.below': 'It is less than this: per second.',
  within: 'Counts what ended within the last so many milliseconds, at most an hour.',
  node: 'The id of a node; when left out, all that traffic starts from.',
  'queue.node': 'The id of a node.',
  'series.node': 'The id of a node.',
  'state.node': 'The id of a node.',
  'verb.node': 'The id of a node.',
  'inFlight.node': 'The id of a node; when left out, everywhere.',
  percentile: 'Which percentile of the response times: 50, 95 or 99.',
  series: "The name of a figure that the node's kind keeps of its own.",
  'series.key': 'One line of it; all together when left out.',
  state: 'The path of a state, with dots between its parts, or its beginning.',
  machine: "Another machine than the node's own.",
  key: 'Which of several such machines.',
  kind: 'Only parts of this kind.',
  in: 'Only parts in the frame with this id.',
  tag: 'Only parts whose state has this tag.',
  verb: 'As a command writes it in "do" or, where only a kind knows it, in "act".',
};

/**
 * How links of version 1 are spelled. Frozen: what it says holds for links that people have,
 * whatever the fields and deeds of today are called.
 */
import { own } from '../lib/table.ts';
import type { SpelledArg, SpelledField, Spelling } from './spelling.ts';
import { stopOfRow1 } from './stops-1.ts';

/** A line for each kind: its settings as `key:name`, and a star where one is a distribution. */
const KINDS = `
client l:load r:rate p:pattern bf:burstFactor be:burstEvery bd:burstFor rt:rampTo ro:rampOver
 dl:dayLength ds:swing u:users th:think* w:writes m:mix t:timeout n:limit pr:protocol tl:tls
 k:keepAlive cn:connections a:addresses fa:firstAddress of:trafficOf
load-balancer m:mode a:algorithm d:choices l:connectionLimit n:nextBackend f:maxFails
 t:failTimeout b:allBackups c:connectTimeout bt:bootTime s:tls bs:backendTls k:keepAlive
 r:responseTimeout u:rules p:natPorts i:udpIdle
pool
server c:slots s:service* q:queueLimit d:discipline e:errorRate b:bootTime g:drainTimeout f:mtbf
 r:mttr w:weight m:maxConnections k:backup
database r:role c:slots rt:readTime* wt:writeTime* q:queueLimit l:connectionLimit
 a:replicationDelay* e:errorRate b:bootTime g:drainTimeout f:mtbf m:mttr w:weight x:maxConnections
 k:backup`;

const EDGE = 'l:latency* o:loss';

/** By deed: what it takes as `name:sort`, with a question mark where it may be left out. */
const DEEDS: Readonly<Record<string, string>> = {
  crash: 'node:node',
  restart: 'node:node',
  hang: 'node:node',
  resume: 'node:node',
  drain: 'node:node',
  slow: 'node:node factor:value',
  errors: 'node:node rate:value',
  burst: 'node:node factor:value for:value',
  cut: 'edge:edge way:value?',
  lose: 'edge:edge rate:value',
  delay: 'edge:edge by:value',
  heal: 'edge:edge',
  set: 'node:node config:settings',
  'set-edge': 'edge:edge config:edge-settings',
  place: 'nodes:nodes in:frame positions:positions?',
  reconnect: 'edge:edge from:node to:node',
  add: 'nodes:new-nodes? edges:new-edges?',
  remove: 'nodes:nodes? edges:edges?',
};

/** @param kinds those of the product; others are given by tests alone */
export function spelling1(kinds: string = KINDS): Spelling {
  const lines = kinds.replaceAll('\n ', ' ').trim().split('\n').map(words);
  const byKind = new Map(lines.map(([kind = '', ...fields]) => [kind, fields.map(fieldIn)]));
  const edge = words(EDGE).map(fieldIn);
  return {
    fieldsOf: (kind) => byKind.get(kind),
    fieldsOfEdge: () => edge,
    argsOf: (deed) => words(own(DEEDS, deed) ?? '').map(argIn),
    pausesOf: (rows) => ({ stops: rows.map(stopOfRow1) }),
  };
}

function words(text: string): string[] {
  return text === '' ? [] : text.split(' ');
}

function fieldIn(word: string): SpelledField {
  const [key = '', name = ''] = word.split(':');
  const isDistribution = name.endsWith('*');
  return { name: isDistribution ? name.slice(0, -1) : name, key, isDistribution };
}

function argIn(word: string): SpelledArg {
  const [name = '', sort = ''] = word.split(':');
  const isOptional = sort.endsWith('?');
  const is = (isOptional ? sort.slice(0, -1) : sort) as SpelledArg['is'];
  return { name, is, isOptional };
}

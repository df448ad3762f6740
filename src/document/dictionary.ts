/**
 * What the unpacker of links knows beforehand, so that a small scene costs hardly more than its own
 * names. Every link ever made with a dictionary needs it to the letter: each is frozen, a test
 * holds its hash, and other words take a new codec number and a dictionary of their own. They hold
 * the spelling of `short-keys.ts`, of parts that exist and of parts to come; what is met most often
 * stands last, where pointing at it is cheapest.
 */

const AIRFLOW = `
"PythonOperator""BashOperator""EmptyOperator""BranchPythonOperator""DatabricksSubmitRunOperator""sensor""poke""reschedule""deferrable"
"all_success""all_failed""all_done""one_success""one_failed""one_done""none_failed""none_failed_min_one_success""none_skipped""always"
"upstream_failed""up_for_retry""up_for_reschedule""deferred""skipped""restarting""removed""scheduled""queued""running""success""failed"
"catchup""maxActiveRuns""parallelism""executor""celery""local""sequential""retries""retryDelay""exponential""triggerRule""pool"
"poolSlots""priorityWeight""downstream""absolute""mapped""branch""duration""failureProbability""timeout""schedule""@daily""@hourly"
"0 * * * *""*/5 * * * *""extract""transform""load""train.py""deploy.py""scheduler""webserver""worker""metadata""airflow""dag""task"`;

const KAFKA = `
"minInsyncReplicas""replicationFactor""retention""compaction""uncleanElection""preferredLeader""replicaLagTimeMax""partitions""topics"
"orders""payments""events""clicks""acks""all""batchSize""linger""idempotence""keys""none""userId""orderId""sticky""cooperative-sticky"
"range""roundrobin""maxPollInterval""sessionTimeout""heartbeat""autoCommit""commit""before""after""auto""groups""kafka-cluster""broker"
"producer""consumer-group""consumer"`;

const SERVICES = `
"exact""prefix""regular-expression""method""headers""query""host""port""listeners""routes""backends""weights""redirect""rewrite"
"rateLimit""tokenBucket""affinity""customError""/images""/api""/checkout""/cart""/orders""/login""/static""/health""POST""PUT""DELETE"
"GET""api.example""shop.example""images.example""Authorization""x-version""x-user""user-agent""session""canary""beta""tenant"
"instances""calls""parallel""async""sync""bulkhead""breaker""closed""open""half-open""slidingWindow""failureRate""waitOpen""rolling"
"blue-green""surge""maxUnavailable""version""rollback""capacity""ttl""lru""lfu""fifo""lifo""popularity""visibilityTimeout""deadLetters"
"retryBudget""backoff""full""equal""decorrelated""jitter""autoscaler""metric""target""cooldown""advertisement""priority""preempt"
"active-passive""active-active""interval""rise""fall""path""status""ejection""maxEjection""slowStart""panic""virtual IP""zone"
"balancer-cluster""gateway""queue""cache""service"`;

const TRAFFIC = `
"peak-ewma""ring-hash""bounded-load""maglev""sticky-cookie""first""static-round-robin""weighted-round-robin-haproxy"
"weighted-round-robin""power-of-two""random""source-ip-hash""least-connections""round-robin""least-request""header""cookie""body"
"field""replica""primary""processor-sharing""http1""http2""udp""constant""burst""ramp""daily""closed""weight":"write":true
"203.0.113.1""198.51.100.1""l4""l7"`;

const FAULTS = `
,"restart","],[0,"drain","],[0,"resume","],[0,"heal","e1"],[0,"set-edge","e1",{"l":["c",0,"errors","s1",0.5],[0,"burst","web",5,
0,"back"],[0,"forward"],[0,"place",["s1"],"pool"],[0,"remove",["s1"]],[0,"cut","e1"],[0,"slow","s1",4],[0,"hang","s1"],
0,"set","s1",{"s":["e",100]}],[0,"add",[["s~","server",0,14,"Server ~"]],[["e~",0,1]]],[0,"crash","s2"],[15000,"restart","s2"]]}`;

const ROWS = `
"Database replica ~""Read replica ~""Primary""Orders""Payments""Shop""Web""Users""Visitors""Traffic""Edge""API""Frontend""Backend"
"Zone ~""Pool ~""Cache ~""Queue ~""Untitled""One balancer, three servers"
["d~","database",40,0,"Database ~",{"r":"replica","s":["e",20]}],["p~","pool",40,-14,"Pool",0,0,[480,320]],["z~","zone",
{"t":"A load balancer in front of three servers","s":42,"p":0.02,"n":[["c~","client",0,0,"Client ~",{"r":100}],
["web","client",0,16,"web",{"r":120}],["lb","load-balancer",40,0,"lb"],["lb~","load-balancer",40,0,"Load balancer ~",{"a":"least-request"}],
["s~","server",40,-13,"Server ~",{"c":4,"s":["e",60],"q":100}],["s~","server",0,13,"Server ~",{"c":2}],["s~","server",0,14,"s~",{"c":8}],
["s~","server",0,16,"server ~",{"s":["l",50,200]}],["s~","server",0,13,"Server ~"],["s~","server",0,13,"Server ~"]],
"e":[["e~",0,1],["e~",1,1],["e~",0,1,{"l":["l",2,9]}],["e~",0,1,{"l":["l",30,60]}],["e~",0,1,{"l":["c",5],"o":0.01}],
["e~",0,1],["e~",0,1],["e~",0,1]],"c":[[12000,"crash","s~"]]}`;

/** Line breaks only divide it for reading. */
const EDGES = `
["e~",0,1,0,"replication"],["e~",0,1,0,"http"],["e~",1,1],["e~",0,1],["e~",0,1],["e~",0,1]]}`;

function written(...parts: readonly string[]): string {
  return parts.join('').replaceAll('\n', '');
}

export const DICTIONARY_1 = written(AIRFLOW, KAFKA, SERVICES, TRAFFIC, FAULTS, ROWS);
export const DICTIONARY_2 = written(DICTIONARY_1, EDGES);

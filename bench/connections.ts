import { parseArgs } from 'node:util';
import { openFileLimit } from '../simulators/processes.ts';
import { createDatabase, median, runLoad } from './harness.ts';
import { postgresMb, residentMb, type Sample, slopePerMinute, windowMinima } from './memory.ts';
import { caughtUp, heapUsedMb, prepareProduct } from './product.ts';
import { percentile, readConditions, round, writeResults } from './report.ts';
import { openStage, until } from './stage.ts';

const HELP = `npm run bench:connections -- [--connections N] [--active N] [--rate N] [--minutes N] [--warmup-seconds N]

Memory of the server with --connections (default 10,000) MQTT connections, of which --active (1,000) send --rate (1) messages a
second each and the others a PINGREQ a minute, for --minutes (10), all projections and rules on. The devices live in a process of
their own. Resident memory is VmRSS of the Node process, sampled every second after the warm-up; the heap's slope is that of a line
(least squares) through the least nodejs_heap_size_used_bytes of each ten seconds; PostgreSQL's is the sum of Pss over its processes.
Server and devices need an open file for each connection (ulimit -n). Goes to bench/results/connections.json.`;

const { values } = parseArgs({
  options: {
    connections: { type: 'string', default: '10000' },
    active: { type: 'string', default: '1000' },
    rate: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '10' },
    'warmup-seconds': { type: 'string', default: '60' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const [CONNECTIONS, ACTIVE] = [Number(values.connections), Number(values.active)];
const RATE = ACTIVE * Number(values.rate);
const MEASURING = {
  seconds: Number(values.minutes) * 60,
  warmupSeconds: Number(values['warmup-seconds']),
};
const PING_SECONDS = 60;
const SAMPLE_MS = 1000;
const WINDOW_SECONDS = 10;
const OTHER_FILES = 500;

if (openFileLimit() < CONNECTIONS + OTHER_FILES) {
  console.error(
    `${CONNECTIONS} connections need ulimit -n ${CONNECTIONS + OTHER_FILES}; it is ${openFileLimit()}`,
  );
  process.exit(1);
}

interface Moment {
  readonly seconds: number;
  readonly residentMb: number;
  readonly heapMb: number;
  readonly postgresMb: number | null;
}

const stage = await openStage('connections');
const { folder, httpPort, mqttPort, serverUrl } = stage;

const measure = async (pid: number) => {
  const moments: Moment[] = [];
  let sampler: NodeJS.Timeout | undefined;
  const started = performance.now();
  const sample = async () => {
    const seconds = round((performance.now() - started) / 1000);
    moments.push({
      seconds,
      residentMb: residentMb(pid),
      heapMb: await heapUsedMb(httpPort),
      postgresMb: postgresMb(),
    });
    if (moments.length % 60 === 0) console.log(JSON.stringify(moments[moments.length - 1]));
  };
  // The counter is read at the edges of the measured time.
  const counter = async () => {
    if (sampler === undefined) sampler = setInterval(() => void sample(), SAMPLE_MS);
    else clearInterval(sampler);
    return 0;
  };
  const load = await runLoad({
    folder,
    port: mqttPort,
    connections: CONNECTIONS,
    publishing: ACTIVE,
    pingSeconds: PING_SECONDS,
    rate: RATE,
    window: 1,
    ...MEASURING,
    counter,
  });
  return { load, moments };
};

try {
  const url = await createDatabase(serverUrl, 'product');
  console.log(`Preparing ${CONNECTIONS} devices …`);
  await prepareProduct(stage.settings(url), CONNECTIONS);
  const conditions = {
    ...(await readConditions(serverUrl)),
    ...MEASURING,
    connections: CONNECTIONS,
    active: ACTIVE,
  };
  console.log(JSON.stringify(conditions));
  await stage.withServer(url, async (server) => {
    await until(() => caughtUp(httpPort));
    const beforeMb = residentMb(server.pid!);
    const { load, moments } = await measure(server.pid!);
    const resident = moments.map((moment) => moment.residentMb);
    const postgres = moments.flatMap((moment) => moment.postgresMb ?? []);
    const heap: Sample[] = moments.map(({ seconds, heapMb }) => ({ seconds, value: heapMb }));
    const report = {
      connections: CONNECTIONS,
      active: ACTIVE,
      ackedPerSecond: load.ackedPerSecond,
      ackP50Ms: load.ackP50Ms,
      ackP99Ms: load.ackP99Ms,
      residentMb: round(Math.max(...resident)),
      residentMedianMb: round(median(resident)),
      residentBeforeMb: round(beforeMb),
      heapMedianMb: round(median(heap.map(({ value }) => value))),
      heapSlopeMbPerMinute: round(slopePerMinute(windowMinima(heap, WINDOW_SECONDS)), 2),
      postgresMb: postgres.length === 0 ? null : round(percentile(postgres, 1)),
    };
    await writeResults('connections', report, { ...conditions, load, moments });
  });
} finally {
  await stage.close();
}

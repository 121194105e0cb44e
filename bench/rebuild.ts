import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createReadModels } from '../projections/index.ts';
import type { AppendRequest } from '../src/event-store/event-store.ts';
import { createPostgresEventStore } from '../src/event-store/postgres/postgres-event-store.ts';
import { systemClock } from '../src/platform/clock.ts';
import { removeDataFolder, startEmbeddedPostgres } from '../src/platform/embedded-postgres/index.ts';
import { newId } from '../src/platform/ids.ts';
import { applyMigrations } from '../src/platform/migrations.ts';
import { rebuildProjections } from '../src/projection-engine/rebuild.ts';
import { deviceStream } from '../src/sensing/index.ts';
import { readingRequest } from '../src/sensing/readings/record-events.ts';
import { seedDomainData } from '../src/shipped-data/seed-domain-data.ts';
import { deviceIds, median } from './harness.ts';
import { readConditions, round, writeResults } from './report.ts';

const HELP = `npm run bench:rebuild -- [--events N] [--rounds N] [--rate N]

Builds all read models again from a log of a fixed mix (95 % readings of 2,000 devices, 5 % steps of cases and presence, after the
shipped domain data), as \`projections rebuild --all\` does: in parallel to those in use, in one pass over the log. Once with ingest off and
once with --rate events a second appended meanwhile. Medians over the rounds go to bench/results/rebuild.json.`;

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '400000' },
    rounds: { type: 'string', default: '3' },
    rate: { type: 'string', default: '2000' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const EVENTS = Number(values.events);
const RATE = Number(values.rate);
const DEVICES = 2000;
const CHUNK = 2000;
/** Of twenty events nineteen are readings. */
const READINGS_OF = 20;

const golden = (type: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`../src/testing/golden-events/${type}.v1.json`, import.meta.url), 'utf8'));
const CASE_STEPS = [
  'CaseReported',
  'CaseAccepted',
  'CaseFiled',
  'CaseDispatched',
  'CaseHandlingStarted',
  'CaseFeedbackGiven',
  'CaseChecked',
  'CaseClosed',
].map((type) => ({ type, data: golden(type) }));

const devices = deviceIds(DEVICES);
const meta = { actor: 'system' };
const began = Date.parse('2026-11-01T00:00:00Z');

/** The n-th event of the mix. */
const requestOf = (n: number): AppendRequest => {
  const deviceId = devices[n % DEVICES]!;
  const at = new Date(began + Math.floor(n / DEVICES) * 1000 + (n % 1000)).toISOString();
  if (n % READINGS_OF !== 0) {
    const values = {
      pm25: (n * 7) % 90,
      pm10: (n * 13) % 150,
      temperature: ((n * 3) % 400) / 10,
      humidity: n % 100,
    };
    return readingRequest({ deviceId, quality: undefined, receivedAt: at }, { observedAt: at, values });
  }
  const turn = Math.floor(n / READINGS_OF);
  const step = CASE_STEPS[turn % CASE_STEPS.length]!;
  const serial = Math.floor(turn / CASE_STEPS.length);
  const caseId = `0190b6a2-7d3c-7c1e-9f8e-${serial.toString(16).padStart(12, '0')}`;
  const data = {
    ...step.data,
    caseId,
    ...(step.type === 'CaseReported'
      ? { caseNumber: `140110-20261101-${String(serial).padStart(6, '0')}` }
      : {}),
  };
  return {
    stream: `case-${caseId}`,
    expected: 'any',
    events: [{ id: newId(), type: step.type, schemaVersion: 1, data, meta }],
  };
};

const folder = await mkdtemp(join(tmpdir(), 'yiwang-bench-rebuild-'));
const postgres = await startEmbeddedPostgres({
  mayCreateDatabases: true,
  dataDir: join(folder, 'postgres'),
  sharedBuffers: '512MB',
});
try {
  const { url } = postgres;
  await applyMigrations(url);
  const store = createPostgresEventStore({ url, clock: systemClock });
  console.log('Filling the log …');
  await seedDomainData(store);
  const registered = golden('DeviceRegistered');
  await store.appendMany(
    devices.map((deviceId) => ({
      stream: deviceStream(deviceId),
      expected: 'none' as const,
      events: [
        {
          id: newId(),
          type: 'DeviceRegistered',
          schemaVersion: 1,
          data: { ...registered, deviceId, name: deviceId },
          meta,
        },
      ],
    })),
  );
  let written = 0;
  const appendNext = async (count: number) => {
    const requests = Array.from({ length: count }, (_, n) => requestOf(written + n));
    written += count;
    await store.appendMany(requests);
  };
  while (written < EVENTS) await appendNext(Math.min(CHUNK, EVENTS - written));
  const conditions = { ...(await readConditions(url)), events: Number(await store.head()), rate: RATE };
  console.log(JSON.stringify(conditions));

  const measure = async () => {
    const started = performance.now();
    const { done } = await rebuildProjections({ store, url, projections: createReadModels(), restart: true });
    const seconds = (performance.now() - started) / 1000;
    return { events: done, seconds: round(seconds, 2), eventsPerSecond: Math.round(done / seconds) };
  };
  const withIngest = async () => {
    let ingesting = true;
    let appended = 0;
    const started = performance.now();
    const ingest = (async () => {
      while (ingesting) {
        const due = Math.floor(((performance.now() - started) / 1000) * RATE) - appended;
        if (due > 0) {
          appended += due;
          await appendNext(due);
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    })();
    const result = await measure();
    ingesting = false;
    await ingest;
    return { ...result, appendedPerSecond: Math.round(appended / ((performance.now() - started) / 1000)) };
  };

  const runs = [];
  for (let n = 0; n < Number(values.rounds); n += 1) {
    const [off, on] = [await measure(), await withIngest()];
    console.log(
      `ingest off ${off.eventsPerSecond}/s   with ingest of ${on.appendedPerSecond}/s: ${on.eventsPerSecond}/s`,
    );
    runs.push({ off, on });
  }
  const report = {
    projections: createReadModels().length,
    eventsPerSecond: Math.round(median(runs.map(({ off }) => off.eventsPerSecond))),
    withIngest: {
      eventsPerSecond: Math.round(median(runs.map(({ on }) => on.eventsPerSecond))),
      appendedPerSecond: Math.round(median(runs.map(({ on }) => on.appendedPerSecond))),
    },
  };
  await writeResults('rebuild', report, { ...conditions, runs });
  await store.close();
} finally {
  await postgres.stop();
  await removeDataFolder(join(folder, 'postgres'));
  await rm(folder, { recursive: true, force: true });
}

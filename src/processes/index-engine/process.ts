import type { AppendRequest, EventStore, RecordedEvent } from '../../event-store/event-store.ts';
import { type EventOf, type Handlers, handle, typesOf } from '../../projection-engine/handlers.ts';
import type { Projection } from '../../projection-engine/projection.ts';
import { isUsable } from '../../sensing/index.ts';
import { LATE_HORIZON_MS, type OpenHour, touchHour } from '../../sensing/indices/derive/open-hours.ts';
import { INDEX_ENGINE } from '../names.ts';
import { dropHoursBefore, type HourShelf, hourShelf, type OpenHourOf } from './hour-rows.ts';
import { type IndexJob, runJob } from './job.ts';
import { type IndexMemory, loadIndexMemory } from './memory.ts';

interface Work {
  readonly memory: IndexMemory;
  readonly jobs: IndexJob[];
  /** By device and hour: opened in this batch. */
  readonly opened: Map<string, OpenHourOf>;
}

const DAY_MS = 86_400_000;

/**
 * Computes the indices of stations from their readings, hour by hour. It keeps no readings: for each hour it remembers where in the
 * device's stream the records are, and reads them there when the hour is complete, and again when records of it arrive late. Its output,
 * including times, is determined by the log alone, so that a crash or a replay leads to the same events.
 */
export const createIndexEngine = (store: EventStore): Projection => {
  let memory: IndexMemory | undefined;
  let sweptDay = 0;

  return {
    name: INDEX_ENGINE.name,
    tables: ['index_engine_memory', 'index_engine_hours'],
    handles: typesOf(on),
    minIntervalMs: 200,
    async load(sql) {
      memory = await loadIndexMemory(sql);
    },
    async project(batch, sql) {
      memory ??= await loadIndexMemory(sql);
      await deriveIndices(batch, { store, memory, shelf: hourShelf(sql) });
      await memory.save(sql);
      const logMs = Date.parse(batch[batch.length - 1]!.recordedAt);
      if (Math.floor(logMs / DAY_MS) === sweptDay) return;
      sweptDay = Math.floor(logMs / DAY_MS);
      // One day more than the horizon: a late hour at its edge looks at the hours around it.
      await dropHoursBefore(sql, logMs - LATE_HORIZON_MS - DAY_MS);
    },
  };
};

/** Appends what a stretch of the log means for the indices, and keeps the hours that it leaves open. */
export const deriveIndices = async (
  batch: readonly RecordedEvent[],
  { store, memory, shelf }: { store: EventStore; memory: IndexMemory; shelf: HourShelf },
): Promise<void> => {
  const work: Work = { memory, jobs: [], opened: new Map() };
  for (const event of batch) step(work, event);
  const requests = await runJobs(store, shelf, work.jobs);
  if (requests.length > 0) await store.appendMany(requests);
  await shelf.writeOpen(stillOpen(work));
};

const step = (work: Work, event: RecordedEvent): void => {
  for (const { deviceId, open } of work.memory.takeDue(Date.parse(event.recordedAt)))
    enqueue(work, event, deviceId, open.hourMs, open);
  handle(on, event, work);
};

const onReadings = (event: EventOf<'ReadingsRecorded'>, work: Work): void => {
  const { deviceId, observedAt, quality } = event.data;
  const { memory } = work;
  if (memory.device(deviceId) === undefined || !isUsable(quality, '*')) return;
  const before = memory.hours(deviceId);
  const { state, opened, complete, movedFrom } = touchHour(
    before,
    Date.parse(observedAt),
    Date.parse(event.recordedAt),
    event.version,
  );
  if (state === before) return;
  memory.setHours(deviceId, state, opened);
  if (opened !== undefined) work.opened.set(`${deviceId} ${opened.hourMs}`, { deviceId, open: opened });
  for (const open of complete) enqueue(work, event, deviceId, open.hourMs, open);
  if (movedFrom !== undefined && complete.length === 0) enqueue(work, event, deviceId, movedFrom);
};

const on: Handlers<Work> = {
  ReadingsRecorded: onReadings,
  DeviceRegistered: ({ data }, { memory }) => memory.rememberDevice(data),
  DeviceRetired: ({ data }, { memory }) => memory.forgetDevice(data.deviceId),
  DeviceModelPublished: ({ data }, { memory }) => memory.rememberModel(data),
  IndexTablePublished: ({ data }, { memory }) => memory.rememberTable(data),
  StationLinesDefined: ({ data }, { memory }) => memory.rememberLines(data.deviceId, data.lines),
};

/** Events that mean something to it. */
export const INDEX_INPUTS = typesOf(on);

const enqueue = (
  { memory, jobs }: Work,
  cause: RecordedEvent,
  deviceId: string,
  hourMs: number,
  open?: OpenHour,
): void => {
  const device = memory.device(deviceId);
  if (device === undefined) return;
  jobs.push({
    device,
    tables: memory.tables(),
    hourMs,
    latestMs: memory.hours(deviceId).latestMs ?? hourMs,
    cause: { id: cause.id, position: cause.position },
    ...(open === undefined ? {} : { open }),
  });
};

/** One after the other: the jobs of a device build on each other, and the transaction has one connection. */
const runJobs = async (
  store: EventStore,
  shelf: HourShelf,
  jobs: readonly IndexJob[],
): Promise<AppendRequest[]> => {
  const requests: AppendRequest[] = [];
  for (const job of jobs) requests.push(...(await runJob(store, shelf, job)));
  return requests;
};

/** The hours opened in the batch that were not closed by its end. */
const stillOpen = ({ memory, opened }: Work) =>
  [...opened.values()].filter(({ deviceId, open }) => memory.hours(deviceId).open.get(open.hourMs) === open);

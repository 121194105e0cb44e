import type { AppendRequest, EventStore, NewEvent, Position } from '../../event-store/event-store.ts';
import { shanghaiDay } from '../../platform/clock.ts';
import { contentDigest, derivedId } from '../../platform/ids.ts';
import type { IndexComputed } from '../../sensing/events.ts';
import { indexStream } from '../../sensing/index.ts';
import type { DeriveContext, DerivedIndex, Span } from '../../sensing/indices/derive/derived-index.ts';
import { HOUR_MS, summariseHour } from '../../sensing/indices/derive/hour-summary.ts';
import { INDEX_DERIVERS } from '../../sensing/indices/derive/index-derivers.ts';
import type { OpenHour } from '../../sensing/indices/derive/open-hours.ts';
import { type IndexTable, tableFor } from '../../sensing/indices/tables.ts';
import { type HourShelf, newHourRow } from './hour-rows.ts';
import type { IndexedDevice } from './memory.ts';
import { readRecords } from './read-records.ts';
import type { HourRow } from './table.ts';

/** An hour of a device to summarise, with the definitions in force at that point of the log. */
export interface IndexJob {
  readonly device: IndexedDevice;
  readonly tables: readonly IndexTable[];
  readonly hourMs: number;
  /** Absent: nothing new, but the day of the hour is over. */
  readonly open?: OpenHour;
  /** The device's latest hour at that point. */
  readonly latestMs: number;
  readonly cause: { readonly id: string; readonly position: Position };
}

const ACTOR = 'process:index-engine';
/** Hours around an hour that can affect each other: sliding means reach 24 back and forth, which covers a natural day or a night. */
const AROUND_MS = 24 * HOUR_MS;

/** Summarises an hour, computes everything based on it, and returns the events for what has changed. */
export const runJob = async (
  store: EventStore,
  shelf: HourShelf,
  job: IndexJob,
): Promise<readonly AppendRequest[]> => {
  const { device, tables, hourMs } = job;
  const rows = await shelf.read(device.deviceId, hourMs - AROUND_MS, hourMs + AROUND_MS);
  const touched = new Set<HourRow>();
  const rowOf = (at: number): HourRow => {
    const row = rows.get(at) ?? newHourRow(device.deviceId, at);
    rows.set(at, row);
    touched.add(row);
    return row;
  };
  const summed = job.open !== undefined && (await sumUp(store, job, job.open, rowOf(hourMs)));
  const requests: AppendRequest[] = [];
  for (const binding of device.bindings) {
    const deriver = INDEX_DERIVERS[binding.kind];
    const context: DeriveContext = {
      tables,
      binding,
      lines: device.lines,
      hour: (at) => rows.get(at)?.summary ?? undefined,
    };
    const derived: (DerivedIndex | undefined)[] = [];
    if (summed) {
      for (let n = 0; n < deriver.reachHours(context, hourMs); n += 1) {
        const at = hourMs + n * HOUR_MS;
        if (n === 0 || rows.get(at)?.summary) derived.push(deriver.ofHour(context, at));
      }
    }
    const span = deriver.spanOf(context, hourMs);
    if (span !== undefined && isOver(span, job)) derived.push(deriver.ofSpan(context, span));
    for (const each of derived) {
      const request = each && changeOf(each, device.deviceId, rowOf(Date.parse(each.from)), job.cause.id);
      if (request) requests.push(request);
    }
  }
  await shelf.write([...touched]);
  return requests;
};

/** The last hour of a span, summarised, or any report after it. */
const isOver = ({ toMs }: Span, { hourMs, latestMs, open }: IndexJob): boolean =>
  toMs <= Math.max(latestMs, open === undefined ? 0 : hourMs + HOUR_MS);

const sumUp = async (
  store: EventStore,
  { device, tables, hourMs, cause }: IndexJob,
  open: OpenHour,
  row: HourRow,
): Promise<boolean> => {
  const limits = tableFor(tables, 'airLimits', shanghaiDay(hourMs)) ?? tables.find(isLimits);
  if (limits?.kind !== 'airLimits') return false;
  row.open_from = null;
  row.due_at = null;
  const read = await readRecords(store, device.deviceId, row.ranges, open.fromVersion, cause.position);
  if (read === undefined) return false;
  row.ranges = read.ranges;
  row.summary = summariseHour(read.records, hourMs, device.intervalSeconds, limits.definition.validity);
  return true;
};
const isLimits = ({ kind }: IndexTable): boolean => kind === 'airLimits';

/** An event if the index differs from its last revision. Its id is derived from device, period and revision. */
const changeOf = (
  derived: DerivedIndex,
  deviceId: string,
  row: HourRow,
  causationId: string,
): AppendRequest | undefined => {
  const key = `${derived.kind}:${derived.period}`;
  const digest = contentDigest(JSON.stringify(derived));
  const before = row.results[key];
  if (before?.digest === digest) return undefined;
  const revision = (before?.revision ?? 0) + 1;
  row.results = { ...row.results, [key]: { revision, digest } };
  const id = derivedId('index', deviceId, key, derived.from, String(revision));
  const event: NewEvent<IndexComputed> = {
    id,
    type: 'IndexComputed',
    data: { deviceId, ...derived, revision },
    meta: { actor: ACTOR, causationId },
    contentDigest: id,
  };
  return { stream: indexStream(deviceId), expected: 'any', events: [event] };
};

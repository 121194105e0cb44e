import type { ReadingValue } from '../../devices/reading-value.ts';
import type { WireRecord, WireStandard } from '../../devices/wire/index.ts';
import type { AppendRequest } from '../event-store/event-store.ts';
import type { IndicatorDefinition, Quality, QualityFlag } from '../sensing/events.ts';
import {
  assessDetection,
  assessReadings,
  type DeviceSeries,
  detectionRequest,
  hasDoubt,
  normaliseUnits,
  pictureRequest,
  readingRequest,
  type Units,
} from '../sensing/index.ts';
import type { DirectoryModel } from './device-directory.ts';

/** Stores the bytes of a picture durably; undefined if they are not an image. */
export type SavePicture = (
  bytes: Uint8Array,
) => Promise<{ readonly digest: string; readonly mediaType: string; readonly size: number } | undefined>;

export interface FrameContext {
  readonly deviceId: string;
  readonly standard: WireStandard;
  readonly anomalies: readonly string[];
  /** A password, source network or authenticated connection proves that it is from the device. */
  readonly isProved: boolean;
  readonly model: DirectoryModel;
  readonly intervalSeconds: number;
  readonly units: Units;
  readonly series: DeviceSeries;
  readonly nowMs: number;
  readonly receivedAt: string;
  readonly savePicture: SavePicture;
}

/** The event of one record of a frame, with its doubts; undefined if it is a picture of an unknown kind. */
export const frameRecordRequest = async (
  record: WireRecord,
  context: FrameContext,
): Promise<{ readonly request: AppendRequest; readonly doubtful: boolean } | undefined> => {
  const { deviceId, standard, receivedAt, nowMs, model, anomalies, intervalSeconds } = context;
  switch (record.kind) {
    case 'readings': {
      const { observedAt, values, units = {}, period, resent, sentAt } = record;
      const definitions = definitionsOf(values, model.indicators);
      const declared = declaredIn(units, values, definitions, context.units);
      const normalised = normaliseUnits(declared, definitions, context.units);
      // A test says nothing about the course of the series.
      const series = record.test === true ? {} : { series: context.series };
      const time = {
        observedAt,
        ...(period === undefined ? {} : { period }),
        ...(sentAt === undefined ? {} : { sentAt }),
      };
      const assessed = assessReadings({ ...time, values: normalised }, definitions, nowMs, {
        intervalSeconds,
        ...series,
      });
      const quality = withNotes(assessed, record.test, context.isProved);
      const request = readingRequest(
        { deviceId, quality, receivedAt, test: record.test },
        { observedAt, values },
        {
          normalised,
          origin: {
            standard,
            ...(period === undefined ? {} : { period }),
            ...(resent === undefined ? {} : { resent }),
            ...(anomalies.length === 0 ? {} : { anomalies }),
          },
        },
      );
      return { request, doubtful: hasDoubt(quality) };
    }
    case 'detection': {
      const assessed = assessDetection(record.detection, model.detections, nowMs);
      const quality = withNotes(assessed, record.test, context.isProved);
      const request = detectionRequest(
        { deviceId, quality, receivedAt, test: record.test },
        record.detection,
        { standard, frame: record.frame },
      );
      return { request, doubtful: hasDoubt(quality) };
    }
    case 'picture': {
      const kept = await context.savePicture(record.bytes);
      if (kept === undefined) return undefined;
      const { digest, mediaType, size } = kept;
      const picture = { observedAt: record.observedAt, digest, mediaType, size, standard };
      return { request: pictureRequest({ deviceId, receivedAt }, picture), doubtful: false };
    }
    default:
      return record satisfies never;
  }
};

/**
 * A test says nothing about the real world: it is stored, but raises no alarm. A reading that anybody could have sent is flagged, but
 * still raises alarms: a fire must not be missed because a password is missing.
 */
const withNotes = (
  quality: Quality | undefined,
  test: true | undefined,
  isProved: boolean,
): Quality | undefined => {
  const notes: QualityFlag[] = [];
  if (test !== undefined) notes.push('testReport');
  if (!isProved) notes.push('unauthenticated');
  return notes.length === 0 ? quality : { ...quality, '*': [...(quality?.['*'] ?? []), ...notes] };
};

type Values = Readonly<Record<string, ReadingValue>>;

/** Values, each with the unit of the standard added if the model uses a different unit of the same quantity. */
const declaredIn = (
  sentIn: Readonly<Record<string, string>>,
  values: Values,
  definitions: ReadonlyMap<string, IndicatorDefinition>,
  units: Units,
): Values => {
  let declared: Record<string, ReadingValue> | undefined;
  for (const code in sentIn) {
    const [unit, definition, sent] = [sentIn[code]!, definitions.get(code), values[code]!];
    if (definition === undefined || definition.unit === unit) continue;
    const factor = units.convert(1, unit, definition.unit);
    // A unit of another quantity, or another name of the same unit.
    if (factor === undefined || factor === 1) continue;
    declared ??= { ...values };
    declared[code] = typeof sent === 'number' ? { value: sent, unit } : { ...sent, unit };
  }
  return declared ?? values;
};

/** A total is not bounded by the range of the flow. */
const UNBOUNDED = /Total$/;
const NO_BOUNDS = { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY };

/**
 * Definitions of the indicators in a record: the part after the point (`pm25.hourAvg`) does not change the quantity. A statistic
 * arrives at a different rate than the indicator itself and changes differently, so the indicator's series checks do not apply to it.
 */
const definitionsOf = (
  values: Readonly<Record<string, unknown>>,
  indicators: ReadonlyMap<string, IndicatorDefinition>,
): ReadonlyMap<string, IndicatorDefinition> => {
  const definitions = new Map<string, IndicatorDefinition>();
  for (const code of Object.keys(values)) {
    const own = indicators.get(code);
    const base = own ?? indicators.get(code.split('.')[0]!);
    if (base === undefined) continue;
    const { checks, ...unchecked } = base;
    const definition = own ?? unchecked;
    definitions.set(code, UNBOUNDED.test(code) ? { ...definition, ...NO_BOUNDS } : definition);
  }
  return definitions;
};

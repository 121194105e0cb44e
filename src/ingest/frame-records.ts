import type { WireRecord, WireStandard } from '../../devices/wire/index.ts';
import type { AppendRequest } from '../event-store/event-store.ts';
import type { IndicatorDefinition, Quality } from '../sensing/events.ts';
import {
  assessDetection,
  assessReadings,
  detectionRequest,
  pictureRequest,
  readingRequest,
} from '../sensing/index.ts';
import type { DirectoryModel } from './device-directory.ts';

/** Keeps the bytes of a picture, durably; undefined when they are no image. */
export type SavePicture = (
  bytes: Uint8Array,
) => Promise<{ readonly digest: string; readonly mediaType: string; readonly size: number } | undefined>;

export interface FrameContext {
  readonly deviceId: string;
  readonly standard: WireStandard;
  readonly anomalies: readonly string[];
  readonly model: DirectoryModel;
  readonly nowMs: number;
  readonly receivedAt: string;
  readonly savePicture: SavePicture;
}

/** The event of one record of a frame, with what is doubtful about it; undefined when it is a picture of no known kind. */
export const frameRecordRequest = async (
  record: WireRecord,
  context: FrameContext,
): Promise<{ readonly request: AppendRequest; readonly doubtful: boolean } | undefined> => {
  const { deviceId, standard, receivedAt, nowMs, model, anomalies } = context;
  switch (record.kind) {
    case 'readings': {
      const { observedAt, values, period, resent } = record;
      const assessed = assessReadings(record, definitionsOf(values, model.indicators), nowMs);
      const quality = withTest(assessed, record.test);
      const request = readingRequest(
        { deviceId, quality, receivedAt, test: record.test },
        { observedAt, values },
        {
          standard,
          ...(period === undefined ? {} : { period }),
          ...(resent === undefined ? {} : { resent }),
          ...(anomalies.length === 0 ? {} : { anomalies }),
        },
      );
      return { request, doubtful: quality !== undefined };
    }
    case 'detection': {
      const assessed = assessDetection(record.detection, model.detections, nowMs);
      const quality = withTest(assessed, record.test);
      const request = detectionRequest(
        { deviceId, quality, receivedAt, test: record.test },
        record.detection,
        standard,
      );
      return { request, doubtful: quality !== undefined };
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

/** A test says nothing of the world: it is stored, and raises no alarm. */
const withTest = (quality: Quality | undefined, test: true | undefined): Quality | undefined =>
  test === undefined ? quality : { ...quality, '*': [...(quality?.['*'] ?? []), 'testReport'] };

/** An amount is not bounded by the range of what flows. */
const UNBOUNDED = /Total$/;

/** Definitions of the indicators in a record: what stands behind the point (`pm25.hourAvg`) is of the same quantity. */
const definitionsOf = (
  values: Readonly<Record<string, unknown>>,
  indicators: ReadonlyMap<string, IndicatorDefinition>,
): ReadonlyMap<string, IndicatorDefinition> => {
  const definitions = new Map<string, IndicatorDefinition>();
  for (const code of Object.keys(values)) {
    const base = indicators.get(code) ?? indicators.get(code.split('.')[0]!);
    if (base === undefined) continue;
    definitions.set(
      code,
      UNBOUNDED.test(code) ? { ...base, min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY } : base,
    );
  }
  return definitions;
};

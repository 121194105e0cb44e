import type { DomainEvent } from '../../event-store/event-store.ts';
import type { IndexKind } from '../indices/kinds.ts';

/** Checks of a value against those before it; what is absent is not checked. Values in the indicator's unit. */
export interface IndicatorChecks {
  /** More change than this in a minute (or less) is `rateOfChange`. */
  readonly maxChangePerMinute?: number;
  /** Farther than this from the middle of the last five values is `spike`, until three in a row agree. */
  readonly maxDistance?: number;
  /** The same value for so long is `stuck`, unless it is one of `stuckExcept` (no rain, no wind). */
  readonly stuckAfterSeconds?: number;
  readonly stuckExcept?: readonly number[];
  /** The first value after a silence of more of the device's own report intervals is `afterGap`, and the checks start afresh. */
  readonly maxGapIntervals?: number;
}

export interface IndicatorDefinition {
  /** Stable code, for example `pm25`. */
  readonly code: string;
  readonly name: string;
  readonly unit: string;
  /** Values outside are stored with the flag `outOfRange`. */
  readonly min: number;
  readonly max: number;
  readonly checks?: IndicatorChecks;
}

/** An index that is computed for the devices of a model: which of its indicators is which item of the standard. */
export interface IndexBinding {
  readonly kind: IndexKind;
  /** Indicator code by item, for example `PM2.5` → `pm25`. */
  readonly items: Readonly<Record<string, string>>;
}

export interface DetectionTypeDefinition {
  readonly type: string;
  readonly name: string;
  /** Matter code of the sensing filing standard. */
  readonly matterCode: string;
}

/** Stream `model-{id}`: what a family of devices measures. */
export type DeviceModelPublished = DomainEvent<
  'DeviceModelPublished',
  {
    readonly modelId: string;
    readonly modelVersion: number;
    readonly family: string;
    readonly name: string;
    readonly indicators: readonly IndicatorDefinition[];
    readonly detections: readonly DetectionTypeDefinition[];
    /** Indices that are computed from its readings. */
    readonly indices?: readonly IndexBinding[];
    readonly source: string;
  }
>;

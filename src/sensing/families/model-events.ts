import type { DomainEvent } from '../../event-store/event-store.ts';
import type { IndexKind } from '../indices/kinds.ts';

/** Checks of a value against previous ones; an absent member is not checked. Values in the indicator's unit. */
export interface IndicatorChecks {
  /** A larger change than this within a minute (or less) is `rateOfChange`. */
  readonly maxChangePerMinute?: number;
  /** A value farther than this from the median of the last five is a `spike`, until three in a row agree. */
  readonly maxDistance?: number;
  /** The same value for this long is `stuck`, unless it is one of `stuckExcept` (no rain, no wind). */
  readonly stuckAfterSeconds?: number;
  readonly stuckExcept?: readonly number[];
  /** The first value after a silence of more than this many report intervals of the device is `afterGap`, and the checks restart. */
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

/** An index computed for the devices of a model: the mapping of its indicators to items of the standard. */
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

/** Stream `model-{id}`: the indicators that devices of a model measure. */
export type DeviceModelPublished = DomainEvent<
  'DeviceModelPublished',
  {
    readonly modelId: string;
    readonly modelVersion: number;
    readonly family: string;
    readonly name: string;
    readonly indicators: readonly IndicatorDefinition[];
    readonly detections: readonly DetectionTypeDefinition[];
    /** Indices computed from its readings. */
    readonly indices?: readonly IndexBinding[];
    readonly source: string;
  }
>;

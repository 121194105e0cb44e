import type { IndexKind } from '../indices/kinds.ts';
import type { Severity } from './severity.ts';

/** Raised at or beyond `raiseAt`, cleared at or back behind `clearAt` (hysteresis), both in the unit of what is watched. */
export interface Levels {
  readonly direction: 'above' | 'below';
  readonly raiseAt: number;
  readonly clearAt: number;
}

/** All durations in seconds of the device's own time, unless a member says otherwise. */
export type AlarmCondition =
  | ThresholdCondition
  | RateOfChangeCondition
  | NoDataCondition
  | StuckCondition
  | CompositeCondition
  | SpatialCondition
  | IndexCondition
  | DetectionCondition;

export type ThresholdCondition = Levels & {
  readonly kind: 'threshold';
  readonly indicator: string;
  /** The condition must hold this long before the alarm is raised. */
  readonly forSeconds: number;
  /** Farther levels that make a raised alarm more serious; each farther out and more serious than the one before. */
  readonly levels?: readonly { readonly severity: Severity; readonly raiseAt: number }[];
};
/** Change of the value against the oldest value of the window, in the indicator's unit. */
export interface RateOfChangeCondition {
  readonly kind: 'rateOfChange';
  readonly indicator: string;
  readonly direction: 'rise' | 'fall';
  readonly windowSeconds: number;
  readonly raiseAt: number;
  readonly clearAt: number;
}
/** Nothing came for so long, by the server's time. `indicator` null: nothing at all of the device. Cleared by what comes next. */
export interface NoDataCondition {
  readonly kind: 'noData';
  readonly indicator: string | null;
  readonly afterSeconds: number;
}
/** The value has not moved by more than `tolerance` for so long. */
export interface StuckCondition {
  readonly kind: 'stuck';
  readonly indicator: string;
  readonly forSeconds: number;
  readonly tolerance: number;
  /** Values that may stay (no rain, no wind). */
  readonly except?: readonly number[];
}
/** Several indicators of one device; a value counts for `withinSeconds` after it was observed. */
export interface CompositeCondition {
  readonly kind: 'composite';
  readonly mode: 'all' | 'any';
  readonly parts: readonly (Levels & { readonly indicator: string })[];
  readonly withinSeconds: number;
  readonly forSeconds: number;
}
/**
 * n of the m devices of one grid or division that spoke within `withinSeconds` are beyond the level at the same time, by the
 * server's time: the clocks of devices differ.
 */
export type SpatialCondition = Levels & {
  readonly kind: 'spatial';
  readonly indicator: string;
  readonly scope: 'grid' | 'division';
  readonly minDevices: number;
  /** Least share of the devices that spoke, 0–1; null: the number alone decides. */
  readonly minShare: number | null;
  readonly withinSeconds: number;
};
/** An index of a station that the index engine computed: by its value, by its grade in the standard's own words, or by either. */
export interface IndexCondition {
  readonly kind: 'index';
  readonly index: IndexKind;
  readonly period: 'hour' | 'day' | 'night';
  readonly level: Levels | null;
  readonly grades: readonly string[];
}
export interface DetectionCondition {
  readonly kind: 'detection';
  readonly type: string;
  readonly minConfidence: number;
  /** This many detections within the window raise the alarm; none for the window clears it. */
  readonly minCount: number;
  readonly windowSeconds: number;
  /**
   * Each track (a part behind a fire transmitter) is watched for itself and has an alarm of its own. Absent: the device is one, as a
   * camera is, whose tracks are things that move.
   */
  readonly eachTrack?: boolean;
}

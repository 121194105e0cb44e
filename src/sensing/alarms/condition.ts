import type { IndexKind } from '../indices/kinds.ts';
import type { Severity } from './severity.ts';

/** Raised at or beyond `raiseAt`, cleared at or back behind `clearAt` (hysteresis), both in the unit of the subject. */
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
  /** Further levels that escalate a raised alarm; each is farther out and more serious than the one before. */
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
/** No data for this long, by the server's time. `indicator` null: no data at all from the device. Cleared by the next data. */
export interface NoDataCondition {
  readonly kind: 'noData';
  readonly indicator: string | null;
  readonly afterSeconds: number;
}
/** The value has not moved by more than `tolerance` for this long. */
export interface StuckCondition {
  readonly kind: 'stuck';
  readonly indicator: string;
  readonly forSeconds: number;
  readonly tolerance: number;
  /** Values that may remain constant (no rain, no wind). */
  readonly except?: readonly number[];
}
/** Several indicators of one device; a value is valid for `withinSeconds` after its observation. */
export interface CompositeCondition {
  readonly kind: 'composite';
  readonly mode: 'all' | 'any';
  readonly parts: readonly (Levels & { readonly indicator: string })[];
  readonly withinSeconds: number;
  readonly forSeconds: number;
}
/**
 * n of the m devices of one grid or division that reported within `withinSeconds` are beyond the level at the same time, by the
 * server's time: the clocks of devices differ.
 */
export type SpatialCondition = Levels & {
  readonly kind: 'spatial';
  readonly indicator: string;
  readonly scope: 'grid' | 'division';
  readonly minDevices: number;
  /** Minimum share of the devices that reported, 0–1; null: only the number counts. */
  readonly minShare: number | null;
  readonly withinSeconds: number;
};
/** An index of a station, computed by the index engine: by its value, by its grade as named in the standard, or by either. */
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
  /** This many detections within the window raise the alarm; a window without any clears it. */
  readonly minCount: number;
  readonly windowSeconds: number;
  /**
   * Each track (a part connected to a fire alarm transmitter) is evaluated separately and has a separate alarm. Absent: the device as a
   * whole, such as a camera, whose tracks are moving objects.
   */
  readonly eachTrack?: boolean;
}

import type { Severity } from '../events.ts';

/** Times are ms since 1970: `at` by the device, `seen` by the server. */
export interface Moment {
  readonly at: number;
  readonly seen: number;
}

/** The effect of an observation on a condition; undefined: it neither raises nor clears. */
export type Signal =
  | {
      readonly holds: true;
      /** Since when it holds, by the device's time. */
      readonly since: number;
      readonly value: number;
      readonly threshold: number;
      readonly grade?: string;
      /** Severity of a further level that the value is beyond. */
      readonly severity?: Severity;
      /** Indicator of the decisive part, if the rule has several. */
      readonly indicator?: string;
    }
  | { readonly holds: false; readonly value: number | null };

export interface ConditionStep<State> {
  /** The same object when nothing changed. */
  readonly state: State;
  readonly signal: Signal | undefined;
}

import type { Severity } from '../events.ts';

/** Times are ms since 1970: `at` by the device, `seen` by the server. */
export interface Moment {
  readonly at: number;
  readonly seen: number;
}

/** What an observation says about a condition; undefined: nothing that would raise or clear. */
export type Signal =
  | {
      readonly holds: true;
      /** Since when it holds, by the device. */
      readonly since: number;
      readonly value: number;
      readonly threshold: number;
      readonly grade?: string;
      /** Of a farther level that the value is beyond. */
      readonly severity?: Severity;
      /** Of the part that tipped it, where the rule watches several. */
      readonly indicator?: string;
    }
  | { readonly holds: false; readonly value: number | null };

export interface ConditionStep<State> {
  /** The same object when nothing changed. */
  readonly state: State;
  readonly signal: Signal | undefined;
}

import type { DomainEvent } from '../../event-store/event-store.ts';

/** Scope of a silence: devices that match every given member. At least one is given. */
export interface SilenceScope {
  readonly deviceId?: string;
  readonly modelId?: string;
  readonly ruleId?: string;
  readonly gridCode?: string;
  readonly divisionCode?: string;
}
/**
 * Stream `silence-{id}`: maintenance. From `from` to `to` (observation time, ISO UTC) no alarm is raised within its
 * scope; a condition that persists afterwards raises an alarm at the first observation after it.
 */
export type AlarmSilenceDefined = DomainEvent<
  'AlarmSilenceDefined',
  {
    readonly silenceId: string;
    readonly scope: SilenceScope;
    /** Code of the division whose people may see and end it. */
    readonly divisionCode: string;
    readonly from: string;
    readonly to: string;
    readonly reason: string;
    readonly by: string;
    readonly at: string;
  }
>;
export type AlarmSilenceEnded = DomainEvent<
  'AlarmSilenceEnded',
  { readonly silenceId: string; readonly by: string; readonly at: string }
>;

export type AlarmSilenceEvent = AlarmSilenceDefined | AlarmSilenceEnded;

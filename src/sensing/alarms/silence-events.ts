import type { DomainEvent } from '../../event-store/event-store.ts';

/** What a silence holds for: devices for which every member that is given is true. At least one is given. */
export interface SilenceScope {
  readonly deviceId?: string;
  readonly modelId?: string;
  readonly ruleId?: string;
  readonly gridCode?: string;
  readonly divisionCode?: string;
}
/**
 * Stream `silence-{id}`: maintenance. From `from` to `to` (observation time; either end ISO UTC) no alarm is raised for what it
 * covers; what still holds afterwards is raised by the first observation after it.
 */
export type AlarmSilenceDefined = DomainEvent<
  'AlarmSilenceDefined',
  {
    readonly silenceId: string;
    readonly scope: SilenceScope;
    /** Of the division whose people may see and end it. */
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

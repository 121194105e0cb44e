import { accepted, type Decider, refused } from '../../commands/decider.ts';
import type { AlarmCleared, AlarmEscalated, AlarmEvent, AlarmRaised, Severity } from '../events.ts';
import { isMoreSerious, moreSerious } from './severity.ts';

export interface AlarmState {
  readonly raised: AlarmRaised['data'] | null;
  /** Current severity; null before it is raised. */
  readonly severity: Severity | null;
  readonly cleared: boolean;
  readonly acknowledgedBy: string | null;
}

export type AlarmCommand =
  | { readonly type: 'RaiseAlarm'; readonly data: AlarmRaised['data'] }
  | { readonly type: 'ClearAlarm'; readonly data: AlarmCleared['data'] }
  | ({ readonly type: 'EscalateAlarm' } & Omit<AlarmEscalated['data'], 'from'>)
  | {
      readonly type: 'AcknowledgeAlarm';
      readonly alarmId: string;
      readonly by: string;
      readonly opinion: string;
      readonly at: string;
    };

const MAX_OPINION_LENGTH = 2000;
const opinionTooLong = (opinion: string | null): boolean => (opinion ?? '').length > MAX_OPINION_LENGTH;
const tooLong = refused('textTooLong', `意见不超过 ${MAX_OPINION_LENGTH} 字`);

/**
 * An alarm is raised once, may be escalated until it clears, is acknowledged at most once by a person, and is cleared once;
 * the last two in either order.
 */
export const alarmDecider: Decider<AlarmState, AlarmCommand, AlarmEvent> = {
  initialState: { raised: null, severity: null, cleared: false, acknowledgedBy: null },
  decide(command, state) {
    if (command.type === 'RaiseAlarm') {
      if (state.raised !== null) return refused('alarmRaisedAlready', '告警已存在');
      return accepted({ type: 'AlarmRaised', data: command.data });
    }
    if (state.severity === null) return refused('alarmUnknown', '告警不存在');
    switch (command.type) {
      case 'ClearAlarm':
        return state.cleared ? accepted() : accepted({ type: 'AlarmCleared', data: command.data });
      case 'EscalateAlarm': {
        const { alarmId, severity, cause, by, opinion, value, at } = command;
        if (opinionTooLong(opinion)) return tooLong;
        if (state.cleared) return refused('alarmClearedAlready', '告警已解除，不能升级');
        if (!isMoreSerious(severity, state.severity))
          return refused('alarmNotMoreSerious', '只能升为更高的级别', { severity: state.severity });
        const data = { alarmId, from: state.severity, severity, cause, by, opinion, value, at };
        return accepted({ type: 'AlarmEscalated', data });
      }
      case 'AcknowledgeAlarm': {
        const { alarmId, by, opinion, at } = command;
        if (opinionTooLong(opinion)) return tooLong;
        if (state.acknowledgedBy !== null) return refused('alarmAcknowledgedAlready', '告警已确认');
        return accepted({ type: 'AlarmAcknowledged', data: { alarmId, by, opinion, at } });
      }
      default:
        return command satisfies never;
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'AlarmRaised':
        return { ...state, raised: event.data, severity: event.data.severity };
      case 'AlarmEscalated': {
        // The engine and a person may escalate at the same moment: the higher severity counts.
        const { severity } = event.data;
        return { ...state, severity: moreSerious(state.severity ?? severity, severity) };
      }
      case 'AlarmCleared':
        return { ...state, cleared: true };
      case 'AlarmAcknowledged':
        return { ...state, acknowledgedBy: event.data.by };
      default:
        return event satisfies never;
    }
  },
};

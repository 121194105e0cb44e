import { accepted, type Decider, refused } from '../../decider.ts';
import type { AlarmCleared, AlarmEvent, AlarmRaised } from '../events.ts';

export interface AlarmState {
  readonly raised: AlarmRaised['data'] | null;
  readonly cleared: boolean;
  readonly acknowledgedBy: string | null;
}

export type AlarmCommand =
  | { readonly type: 'RaiseAlarm'; readonly data: AlarmRaised['data'] }
  | { readonly type: 'ClearAlarm'; readonly data: AlarmCleared['data'] }
  | {
      readonly type: 'AcknowledgeAlarm';
      readonly alarmId: string;
      readonly by: string;
      readonly opinion: string;
      readonly at: string;
    };

export const alarmStream = (alarmId: string): string => `alarm-${alarmId}`;

const MAX_OPINION_LENGTH = 2000;

/** An alarm is raised once, acknowledged at most once by a person, and cleared once, in any order of the last two. */
export const alarmDecider: Decider<AlarmState, AlarmCommand, AlarmEvent> = {
  initialState: { raised: null, cleared: false, acknowledgedBy: null },
  decide(command, state) {
    if (command.type === 'RaiseAlarm') {
      if (state.raised !== null) return refused('alarmRaisedAlready', '告警已存在');
      return accepted({ type: 'AlarmRaised', data: command.data });
    }
    if (state.raised === null) return refused('alarmUnknown', '告警不存在');
    switch (command.type) {
      case 'ClearAlarm':
        return state.cleared ? accepted() : accepted({ type: 'AlarmCleared', data: command.data });
      case 'AcknowledgeAlarm': {
        const { alarmId, by, opinion, at } = command;
        if (opinion.length > MAX_OPINION_LENGTH)
          return refused('textTooLong', `意见不超过 ${MAX_OPINION_LENGTH} 字`);
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
        return { ...state, raised: event.data };
      case 'AlarmCleared':
        return { ...state, cleared: true };
      case 'AlarmAcknowledged':
        return { ...state, acknowledgedBy: event.data.by };
      default:
        return event satisfies never;
    }
  },
};

import { accepted, type Decider } from '../commands/decider.ts';
import type { NotificationPreferencesSet } from './events.ts';

export interface PreferencesCommand {
  readonly type: 'SetNotificationPreferences';
  readonly data: NotificationPreferencesSet['data'];
}

export type PreferencesState = Omit<NotificationPreferencesSet['data'], 'userId'>;

export const preferencesStream = (userId: string): string => `notification-preferences-${userId}`;

/** Setting the same again gives no event. */
export const preferencesDecider: Decider<PreferencesState, PreferencesCommand, NotificationPreferencesSet> = {
  initialState: { quietHours: 'roleDefault', muted: [] },
  decide({ data }, state) {
    const muted = [...new Set(data.muted)].sort();
    const same = JSON.stringify([state.quietHours, state.muted]) === JSON.stringify([data.quietHours, muted]);
    return same ? accepted() : accepted({ type: 'NotificationPreferencesSet', data: { ...data, muted } });
  },
  evolve: (_state, { data: { quietHours, muted } }) => ({ quietHours, muted }),
};

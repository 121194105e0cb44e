import { expect, it } from 'vitest';
import { preferencesDecider } from './preferences-decider.ts';

it('preferences that are set again change nothing', () => {
  const data = { userId: 'u', quietHours: null, muted: ['b', 'a', 'a'] };
  const first = preferencesDecider.decide(
    { type: 'SetNotificationPreferences', data },
    preferencesDecider.initialState,
  );
  expect(first).toMatchObject({ events: [{ data: { muted: ['a', 'b'] } }] });
  const state = { quietHours: null, muted: ['a', 'b'] };
  expect(preferencesDecider.decide({ type: 'SetNotificationPreferences', data }, state)).toMatchObject({
    events: [],
  });
});

import type { Alarm } from './alarm-query.ts';

/** Alarms that nobody has acknowledged, as far as they are known. */
export interface Unseen {
  readonly ids: ReadonlySet<string>;
  readonly isMore: boolean;
}

/** With an alarm as it is now. */
export const withAlarm = (
  { ids, isMore }: Unseen,
  { alarmId, state, acknowledgedAt }: Pick<Alarm, 'alarmId' | 'state' | 'acknowledgedAt'>,
): Unseen => {
  const after = new Set(ids);
  if (state === 'active' && acknowledgedAt === null) after.add(alarmId);
  else after.delete(alarmId);
  return { ids: after, isMore };
};

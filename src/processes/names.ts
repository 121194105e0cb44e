/**
 * The projections that append. Their position in the log is not part of a read model: it says what has been done, so a backup includes
 * it, and it cannot be rebuilt.
 */
export const ALARM_ENGINE = { name: 'process-alarm-engine@1' };
export const ALARM_TO_CASE = { name: 'process-alarm-to-case@1' };
export const AUTOMATIC_DISPATCH = { name: 'process-automatic-dispatch@1' };
export const CALENDAR_CHANGES = { name: 'process-calendar-changes@1' };
export const CASE_RELATIONS = { name: 'process-case-relations@2' };
export const INDEX_ENGINE = { name: 'process-index-engine@1' };
export const NOTIFICATIONS = { name: 'process-notifications@1' };
const ALL = [
  ALARM_ENGINE,
  ALARM_TO_CASE,
  AUTOMATIC_DISPATCH,
  CALENDAR_CHANGES,
  CASE_RELATIONS,
  INDEX_ENGINE,
  NOTIFICATIONS,
];
export const PROCESS_NAMES: readonly string[] = ALL.map(({ name }) => name);

/**
 * The projections that append. Their place in the log is no read model: it says what has been done, so a backup keeps it, and
 * nothing makes it anew.
 */
export const ALARM_ENGINE = 'process-alarm-engine@1';
export const ALARM_TO_CASE = 'process-alarm-to-case@1';
export const AUTOMATIC_DISPATCH = 'process-automatic-dispatch@1';
export const CASE_RELATIONS = 'process-case-relations@2';
export const INDEX_ENGINE = 'process-index-engine@1';
export const NOTIFICATIONS = 'process-notifications@1';
export const PROCESS_NAMES: readonly string[] = [
  ALARM_ENGINE,
  ALARM_TO_CASE,
  AUTOMATIC_DISPATCH,
  CASE_RELATIONS,
  INDEX_ENGINE,
  NOTIFICATIONS,
];

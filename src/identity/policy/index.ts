export { homeDivisionOf } from './home-division.ts';
export {
  alarmPolicy,
  casePolicy,
  componentPolicy,
  deadLetterPolicy,
  departmentPolicy,
  devicePolicy,
  gridPolicy,
  personPolicy,
  referencePolicy,
  rulePolicy,
  silencePolicy,
  stormPolicy,
  webhookPolicy,
} from './kinds.ts';
export { type AttachmentTarget, attachmentPolicy, ownPolicy } from './own.ts';
export type { Places } from './placed.ts';
export { assignmentPolicy, type ManagedPerson, type RoleAt, userPolicy } from './user.ts';
export type { Policy, Question, Verdict } from './verdict.ts';

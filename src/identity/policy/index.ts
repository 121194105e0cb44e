export { homeDivisionOf } from './home-division.ts';
export {
  alarmPolicy,
  calendarPolicy,
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
export { type PostTarget, postPolicy } from './post.ts';
export {
  PUBLIC_ACTOR,
  PUBLIC_RIGHTS,
  type PublicRight,
  type PublicTarget,
  publicPolicy,
  THE_PUBLIC,
} from './public.ts';
export { assignmentPolicy, type ManagedPerson, type RoleAt, userPolicy } from './user.ts';
export type { Policy, Question, Verdict } from './verdict.ts';

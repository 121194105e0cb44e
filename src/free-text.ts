import type { Upcasters } from './event-store/upcasting.ts';
import { maskText, replaceTexts, type TextPath } from './identity/index.ts';

interface FreeText {
  /** Where in the event's data a person's own words stand. */
  readonly paths: readonly TextPath[];
  /** The schema version from which on they are written masked; before it they stand in the log as they were typed. */
  readonly maskedSince: number;
  /** What was typed is not kept: it repeats what is sealed elsewhere, or belongs to nobody who could ask for it. */
  readonly maskedOnly?: true;
}

const texts = (...paths: TextPath[]): FreeText => ({ paths, maskedSince: 2 });
/** Of an event that was never written otherwise. */
const alwaysMasked = (...paths: TextPath[]): FreeText => ({ paths, maskedSince: 1 });

/**
 * Every field of every event that a person types freely, or that repeats what was typed. What tells who somebody is in them is sealed
 * and masked before the event is written (`application/sealed-texts.ts`). A test finds the field of a new event that is missing here.
 */
export const FREE_TEXT: Readonly<Record<string, FreeText>> = {
  // What the log of looks and the tombstone say of a person has to outlive that person's key, and may not name them.
  ActionAudited: { ...alwaysMasked('purpose'), maskedOnly: true },
  AlarmAcknowledged: texts('opinion'),
  AlarmCleared: texts('opinion'),
  AlarmPolicyPublished: texts('source'),
  AlarmRaised: texts('ruleName', 'deviceName', 'subject', 'place'),
  AlarmRulePublished: texts('name', 'source'),
  AlarmRuleRetired: texts('reason'),
  AlarmSilenceDefined: texts('reason'),
  CaseAccepted: texts('opinion'),
  CaseAlarmAttached: alwaysMasked('place'),
  CaseAnsweredByParent: texts('opinion'),
  CaseAppealReviewed: texts('opinion'),
  CaseAppealed: texts('reason'),
  CaseChecked: texts('opinion'),
  CaseClosed: texts('opinion'),
  CaseCoFeedbackGiven: texts('result'),
  CaseCorrected: texts('changes.description', 'changes.location.address', 'changes.matterCode', 'reason'),
  CaseDeferralEnded: texts('reason'),
  CaseDeferred: texts('opinion'),
  CaseDispatchRefused: texts('reason'),
  CaseDispatched: texts('opinion'),
  CaseExtended: texts('opinion'),
  CaseFeedbackGiven: texts('result'),
  CaseFiled: texts('opinion'),
  CaseFilingDeclined: texts('reason'),
  CaseForceClosed: texts('reason'),
  CaseHandlerAssigned: texts('opinion'),
  CaseHandlerWithdrawn: texts('reason'),
  CaseLinkedAsDuplicate: texts('reason'),
  CaseMadeChild: texts('reason'),
  CaseParentReserved: texts('reason'),
  CaseRejected: texts('reason'),
  CaseReported: texts('description', 'location.address', 'matterCode', 'selfHandling.result', 'alarm.place'),
  CaseRequestMade: texts('reason'),
  CaseRequestRefused: texts('opinion'),
  CaseResumed: texts('reason'),
  CaseReturned: texts('reason'),
  CaseSelfHandlingAudited: texts('opinion'),
  CaseShirkFlagged: texts('reason'),
  CaseSupervised: texts('opinion'),
  CaseSupervisionAnswered: texts('reply'),
  CaseSuspended: texts('opinion'),
  CaseTaskCancelled: texts('reason'),
  CaseTaskReassigned: texts('reason'),
  CaseTaskSent: texts('opinion'),
  CaseUnlinked: texts('reason'),
  CaseUrged: texts('opinion'),
  CaseVerified: texts('opinion'),
  CaseVoided: texts('reason'),
  ComponentChanged: texts(
    'changes.name',
    'changes.bodies.inCharge.name',
    'changes.bodies.owner.name',
    'changes.bodies.maintainer.name',
    'changes.source',
    'changes.remark',
  ),
  ComponentMoved: texts('location.address'),
  ComponentRegistered: texts(
    'name',
    'bodies.inCharge.name',
    'bodies.owner.name',
    'bodies.maintainer.name',
    'location.address',
    'source',
    'remark',
  ),
  ComponentRemoved: texts('reason'),
  DepartmentDefined: texts('name'),
  DeviceRegistered: texts('name'),
  DeviceRetired: texts('reason'),
  DispatchDecided: texts('reason'),
  GridDefined: texts('name'),
  GridRemoved: texts('reason'),
  NotificationIssued: { ...texts('title.zh', 'title.en', 'body.zh', 'body.en'), maskedOnly: true },
  PersonErased: { ...alwaysMasked('reason'), maskedOnly: true },
  RejectionDiscarded: texts('reason'),
  RightsChangeDecided: alwaysMasked('reason'),
  UserDisabled: texts('reason'),
  WebhookRegistered: texts('name'),
};

/** The data with masks in the free text of its type. Pure. */
export const maskFreeText = <Data>(type: string, data: Data): Data => {
  const free = FREE_TEXT[type];
  return free === undefined ? data : replaceTexts(data, free.paths, (text) => maskText(text));
};

/** What was written before its free text was masked is masked when it is read. */
export const MASKING_UPCASTERS: Upcasters = Object.fromEntries(
  Object.entries(FREE_TEXT)
    .filter(([, { maskedSince }]) => maskedSince > 1)
    .map(([type, { maskedSince }]) => [
      type,
      { [maskedSince - 1]: (data: unknown) => maskFreeText(type, data) },
    ]),
);

/**
 * Under whose key the free text of a stream is sealed. Of a case: its petitioner, known by name or not, so that forgetting the person
 * forgets what all steps of the case say of them. Of anything else: whoever that stream names.
 */
export const personNamedIn = (stream: string): string => {
  const caseId = /^case-(?:links-)?(?!key-|number-|rules-)(.+)$/.exec(stream)?.[1];
  return caseId === undefined ? `named-in-${stream}` : petitionerOf(caseId);
};

export const petitionerOf = (caseId: string): string => `petitioner-${caseId}`;

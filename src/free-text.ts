import type { Upcasters } from './event-store/upcasting.ts';
import { CASE_EVENT_TABLE, type CaseEventRow } from './governance/events.ts';
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

const ofTable = (table: Readonly<Record<string, CaseEventRow>>): Readonly<Record<string, FreeText>> =>
  Object.fromEntries(
    Object.entries(table).flatMap(([type, { freeText: paths, maskedSince = 1 }]) =>
      paths === undefined ? [] : [[type, { paths, maskedSince }]],
    ),
  );

/**
 * Every field of every event that a person types freely, or that repeats what was typed. What tells who somebody is in them is sealed
 * and masked before the event is written (`application/sealed-texts.ts`). A test finds the field of a new event that is missing here.
 */
export const FREE_TEXT: Readonly<Record<string, FreeText>> = {
  ...ofTable(CASE_EVENT_TABLE),
  // What the log of looks and the tombstone say of a person has to outlive that person's key, and may not name them.
  ActionAudited: { ...alwaysMasked('purpose'), maskedOnly: true },
  AlarmAcknowledged: texts('opinion'),
  AlarmCleared: texts('opinion'),
  AlarmPolicyPublished: texts('source'),
  AlarmRaised: texts('ruleName', 'deviceName', 'subject', 'place'),
  AlarmRulePublished: texts('name', 'source'),
  AlarmRuleRetired: texts('reason'),
  AlarmSilenceDefined: texts('reason'),
  CaseParentReserved: texts('reason'),
  CaseViewKept: alwaysMasked('name', 'filter.text'),
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
  DeviceRenamed: alwaysMasked('name'),
  DeviceRetired: texts('reason'),
  DispatchDecided: texts('reason'),
  GridDefined: texts('name'),
  GridRemoved: texts('reason'),
  LocalCalendarSet: alwaysMasked('reason'),
  NotificationIssued: { ...texts('title.zh', 'title.en', 'body.zh', 'body.en'), maskedOnly: true },
  PersonErased: { ...alwaysMasked('reason'), maskedOnly: true },
  RejectionDiscarded: texts('reason'),
  RightsChangeDecided: alwaysMasked('reason'),
  ShiftHandedOver: alwaysMasked('notes'),
  ShiftTakenOver: alwaysMasked('remark'),
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
/** The case whose petitioner it is; null for others. */
export const caseOfPetitioner = (personId: string): string | null =>
  /^petitioner-(.+)$/.exec(personId)?.[1] ?? null;

import type { AppendRequest, EventStore } from '../event-store/event-store.ts';
import {
  caseRulesSchema,
  caseRulesStream,
  codeSetSchema,
  codeSetStream,
  crosswalkSchema,
  crosswalkStream,
  DISPATCH_RULES_STREAM,
  dispatchRuleSetSchema,
  duplicateRulesSchema,
  filingStandardSchema,
  standardStream,
  workCalendarSchema,
} from '../governance/index.ts';
import { NOTIFICATION_RULES_STREAM, notificationRulesSchema } from '../notifications/index.ts';
import { ALARM_POLICY_STREAM, alarmPolicySchema } from '../sensing/index.ts';
import { checked, definition, readText, unlessOvertaken } from './shipped-data.ts';

const CODE_SETS = ['cjt-214-2007', 'gbt-30428-2-2013', 'gbt-47678-5-2026'];
const CROSSWALKS = ['cjt-214-2007-to-gbt-30428-2-2013', 'gbt-30428-2-2013-to-gbt-47678-5-2026'];
const STANDARDS = ['yuncheng', 'sensing'];

const readJson = async (path: string): Promise<unknown> => JSON.parse(await readText(path));

/** Code sets, crosswalks, filing standards, dispatch rules, the work calendar, the rules of cases, duplicates and notifications, the alarm policy that ship with the product. */
export const governanceRequests = async (store: EventStore): Promise<readonly AppendRequest[]> => {
  const codeSets = CODE_SETS.map(async (id) => {
    const data = checked(id, codeSetSchema, await readJson(`categories/${id}.json`));
    return unlessOvertaken(store, codeSetStream(id), 'CodeSetPublished', data, 'codeSetVersion');
  });
  const crosswalks = CROSSWALKS.map(async (id) => {
    const data = checked(id, crosswalkSchema, await readJson(`categories/crosswalk-${id}.json`));
    return unlessOvertaken(store, crosswalkStream(id), 'CrosswalkPublished', data, 'crosswalkVersion');
  });
  const standards = STANDARDS.map(async (id) => {
    const data = checked(id, filingStandardSchema, await readJson(`standards/${id}.json`));
    return unlessOvertaken(store, standardStream(id), 'FilingStandardPublished', data, 'standardVersion');
  });
  const rules = checked(
    'dispatch rules',
    dispatchRuleSetSchema,
    await readJson('dispatch-rules/default.json'),
  );
  const calendar = checked('china', workCalendarSchema, await readJson('calendars/china.json'));
  const policy = checked('alarm policy', alarmPolicySchema, await readJson('alarms/policy.json'));
  const requests = await Promise.all([
    ...codeSets,
    ...crosswalks,
    ...standards,
    unlessOvertaken(store, DISPATCH_RULES_STREAM, 'DispatchRulesPublished', rules, 'ruleSetVersion'),
    unlessOvertaken(store, ALARM_POLICY_STREAM, 'AlarmPolicyPublished', policy, 'policyVersion'),
  ]);
  const caseRules = checked('case-rules', caseRulesSchema, await readJson('governance/case-rules.json'));
  const duplicates = checked(
    'duplicate-rules',
    duplicateRulesSchema,
    await readJson('governance/duplicate-rules.json'),
  );
  const notifications = checked(
    'notification-rules',
    notificationRulesSchema,
    await readJson('governance/notification-rules.json'),
  );
  return [
    ...requests.flat(),
    definition('calendar-china', 'WorkCalendarPublished', calendar),
    definition(caseRulesStream(caseRules.rulesId), 'CaseRulesPublished', caseRules),
    definition(`duplicate-rules-${duplicates.rulesId}`, 'DuplicateRulesPublished', duplicates),
    definition(NOTIFICATION_RULES_STREAM, 'NotificationRulesPublished', notifications),
  ];
};

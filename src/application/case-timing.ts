import { fold } from '../commands/decider.ts';
import type { EventStore } from '../event-store/event-store.ts';
import type { WorkCalendarPublished } from '../governance/events.ts';
import {
  CASE_RULES_ID,
  type CaseRules,
  type CaseTiming,
  caseRulesStream,
  createCalendars,
  LOCAL_CALENDARS_STREAM,
  localCalendarsDecider,
  rulesVersionOf,
} from '../governance/index.ts';

/** Timing from loaded data. `rules` holds every version, oldest first, and is not empty. */
export const caseTimingOf = (
  calendarOf: CaseTiming['calendarOf'],
  rules: readonly CaseRules[],
): CaseTiming => {
  const versions = new Map(rules.map((each) => [rulesVersionOf(each), each]));
  const latest = rules[rules.length - 1]!;
  return {
    calendarOf,
    rulesOf: (version) => (version === null ? latest : (versions.get(version) ?? latest)),
  };
};

/** The log contains no case rules or no calendar: it was not seeded. */
export class CaseTimingMissingError extends Error {}

/** Timing directly from the log, for processes that run before any read model is loaded. Throws CaseTimingMissingError. */
export const readCaseTiming = async (store: EventStore): Promise<CaseTiming> => {
  const rules = (await store.readStream(caseRulesStream(CASE_RULES_ID))).map(({ data }) => data as CaseRules);
  const latest = rules[rules.length - 1];
  if (latest === undefined) throw new CaseTimingMissingError('there are no case rules in the log');
  const [calendar] = await store.readStream(`calendar-${latest.calendarId}`, {
    direction: 'backwards',
    limit: 1,
  });
  if (calendar === undefined)
    throw new CaseTimingMissingError(`the log has no calendar ${latest.calendarId}`);
  const locals = fold(localCalendarsDecider, (await store.readStream(LOCAL_CALENDARS_STREAM)) as never);
  return caseTimingOf(createCalendars(calendar.data as WorkCalendarPublished['data'], locals), rules);
};

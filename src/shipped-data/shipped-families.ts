import { readdirSync, readFileSync } from 'node:fs';
import { type DeviceFamily, readFamilyFile } from '../device-families/family-file.ts';
import { familyDataOf } from '../device-families/plan.ts';
import type { AppendRequest, EventStore } from '../event-store/event-store.ts';
import { standardStream } from '../governance/index.ts';
import { alarmRuleStream, deviceModelStream, familyStream } from '../sensing/index.ts';
import { ShippedDataError, unlessOvertaken } from './shipped-data.ts';

const FOLDER = new URL('../../devices/families/', import.meta.url);

/** Every family that ships: whatever file lies in `devices/families`. */
export const readShippedFamilies = (): readonly DeviceFamily[] =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => {
      const read = readFamilyFile(JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')));
      if (!read.ok) throw new ShippedDataError(`${name}: ${JSON.stringify(read.problems)}`);
      return read.family;
    });

const versionsIn = (family: DeviceFamily): ReadonlyMap<string, number> =>
  new Map([
    ...family.models.map(({ modelId, modelVersion }) => [`deviceModel ${modelId}`, modelVersion] as const),
    ...family.rules.map(({ ruleId, ruleVersion }) => [`alarmRule ${ruleId}`, ruleVersion] as const),
    ...(family.standard === null
      ? []
      : [[`filingStandard ${family.standard.standardId}`, family.standard.standardVersion] as const]),
  ]);

/** The families that ship as events, in the versions that stand in their files. */
export const familyRequests = async (store: EventStore): Promise<readonly AppendRequest[]> => {
  const requests: AppendRequest[] = [];
  // One family after the other: all at once would wait for the few connections longer than a slow machine gives them.
  for (const family of readShippedFamilies())
    requests.push(...(await Promise.all(requestsOf(family, store))).flat());
  return requests;
};

const requestsOf = (family: DeviceFamily, store: EventStore): Promise<readonly AppendRequest[]>[] => {
  const { standard, models, rules, familyVersion } = family;
  const versions = versionsIn(family);
  const data = {
    ...familyDataOf(family, (part, id) => versions.get(`${part} ${id}`)!),
    familyVersion,
  };
  return [
    ...(standard === null
      ? []
      : [
          unlessOvertaken(
            store,
            standardStream(standard.standardId),
            'FilingStandardPublished',
            standard,
            'standardVersion',
          ),
        ]),
    ...models.map((model) =>
      unlessOvertaken(store, deviceModelStream(model.modelId), 'DeviceModelPublished', model, 'modelVersion'),
    ),
    ...rules.map((rule) =>
      unlessOvertaken(store, alarmRuleStream(rule.ruleId), 'AlarmRulePublished', rule, 'ruleVersion'),
    ),
    unlessOvertaken(store, familyStream(family.family), 'DeviceFamilyPublished', data, 'familyVersion'),
  ];
};

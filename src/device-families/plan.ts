import { type FilingStandardData, filingStandardDecider } from '../governance/index.ts';
import {
  type AlarmRuleState,
  alarmRuleDecider,
  type DeviceFamilyState,
  type DeviceModelState,
  deviceFamilyDecider,
  deviceModelDecider,
} from '../sensing/index.ts';
import type { DeviceFamily } from './family-file.ts';

/** What the log says of the parts of a family. */
export interface PublishedParts {
  readonly family: DeviceFamilyState;
  readonly standard: FilingStandardData | null;
  readonly models: ReadonlyMap<string, DeviceModelState>;
  /** Rules of the file, and those that the family had before. */
  readonly rules: ReadonlyMap<string, AlarmRuleState>;
}

/** What publishing does to one part. */
export interface FamilyChange {
  readonly part: 'filingStandard' | 'deviceModel' | 'alarmRule' | 'deviceFamily';
  readonly id: string;
  readonly change: 'added' | 'changed' | 'unchanged' | 'retired';
  /** The version that holds afterwards. */
  readonly version: number;
}

/** Rules that the family had and the file does not: they end with this version of it. */
export const droppedRules = (family: DeviceFamily, published: PublishedParts): readonly string[] =>
  (published.family?.rules ?? [])
    .map(({ ruleId }) => ruleId)
    .filter((ruleId) => !family.rules.some((rule) => rule.ruleId === ruleId))
    .filter((ruleId) => {
      const state = published.rules.get(ruleId);
      return state !== undefined && state.rule !== null && !state.retired;
    });

/** The family's own event, with the versions that its parts have after publishing. */
export const familyDataOf = (
  { family, name, source, standard, caseMapping, models, rules, simulator }: DeviceFamily,
  versionOf: (part: FamilyChange['part'], id: string) => number,
) => ({
  family,
  name,
  source,
  models: models.map(({ modelId }) => ({ modelId, modelVersion: versionOf('deviceModel', modelId) })),
  rules: rules.map(({ ruleId }) => ({ ruleId, ruleVersion: versionOf('alarmRule', ruleId) })),
  standard: standard && {
    standardId: standard.standardId,
    standardVersion: versionOf('filingStandard', standard.standardId),
  },
  caseMapping,
  simulator,
});

/** What publishing the file would change; a function of the file and of what was published, by the deciders themselves. */
export const planFamily = (family: DeviceFamily, published: PublishedParts): readonly FamilyChange[] => {
  const changes: FamilyChange[] = [];
  const add = (part: FamilyChange['part'], id: string, last: number, isNew: boolean) => {
    const change = !isNew ? 'unchanged' : last === 0 ? 'added' : 'changed';
    changes.push({ part, id, change, version: isNew ? last + 1 : last });
  };
  if (family.standard !== null) {
    const { standard } = published;
    const command = { type: 'PublishFilingStandard', data: family.standard } as const;
    const last = standard?.standardVersion ?? 0;
    add(
      'filingStandard',
      family.standard.standardId,
      last,
      publishes(filingStandardDecider.decide(command, standard)),
    );
  }
  for (const data of family.models) {
    const state = published.models.get(data.modelId) ?? null;
    const decision = deviceModelDecider.decide({ type: 'PublishDeviceModel', data }, state);
    add('deviceModel', data.modelId, state?.modelVersion ?? 0, publishes(decision));
  }
  for (const data of family.rules) {
    const state = published.rules.get(data.ruleId) ?? alarmRuleDecider.initialState;
    const decision = alarmRuleDecider.decide({ type: 'PublishAlarmRule', data }, state);
    add('alarmRule', data.ruleId, state.ruleVersion, publishes(decision));
  }
  for (const id of droppedRules(family, published)) {
    const version = published.rules.get(id)?.ruleVersion ?? 0;
    changes.push({ part: 'alarmRule', id, change: 'retired', version });
  }
  const versions = new Map(changes.map(({ part, id, version }) => [`${part} ${id}`, version]));
  const data = familyDataOf(family, (part, id) => versions.get(`${part} ${id}`)!);
  const decision = deviceFamilyDecider.decide({ type: 'PublishDeviceFamily', data }, published.family);
  add('deviceFamily', family.family, published.family?.familyVersion ?? 0, publishes(decision));
  return changes;
};

/** A part that its decider would refuse was refused by its schema before. */
const publishes = (decision: { readonly ok: boolean; readonly events?: readonly unknown[] }): boolean =>
  decision.events !== undefined && decision.events.length > 0;

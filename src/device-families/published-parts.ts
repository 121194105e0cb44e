import { loadCodeSets } from '../../projections/governance/code-set-list/queries.ts';
import { loadStandards } from '../../projections/governance/filing-standard-list/queries.ts';
import { loadDevices } from '../../projections/sensing/device-list/queries.ts';
import { fold } from '../commands/decider.ts';
import type { EventStore } from '../event-store/event-store.ts';
import { filingStandardDecider, standardStream } from '../governance/index.ts';
import type { Sql } from '../platform/sql.ts';
import {
  alarmRuleDecider,
  alarmRuleStream,
  deviceFamilyDecider,
  deviceModelDecider,
  deviceModelStream,
  familyStream,
} from '../sensing/index.ts';
import { type DeviceFamily, familyStandardId } from './family-file.ts';
import type { FamilySurroundings } from './family-references.ts';
import type { PublishedParts } from './plan.ts';

export interface FamilySources {
  readonly store: EventStore;
  readonly sql: Sql;
}

/** The family's parts as they stand in the log. */
export const readPublishedParts = async (
  { store }: FamilySources,
  { family, models, rules }: DeviceFamily,
): Promise<PublishedParts> => {
  const read = async (stream: string) => (await store.readStream(stream)) as never;
  const known = fold(deviceFamilyDecider, await read(familyStream(family)));
  const ruleIds = [...new Set([...rules, ...(known?.rules ?? [])].map(({ ruleId }) => ruleId))];
  return {
    family: known,
    standard: fold(filingStandardDecider, await read(standardStream(familyStandardId(family)))),
    models: new Map(
      await Promise.all(
        models.map(
          async ({ modelId }) =>
            [modelId, fold(deviceModelDecider, await read(deviceModelStream(modelId)))] as const,
        ),
      ),
    ),
    rules: new Map(
      await Promise.all(
        ruleIds.map(
          async (ruleId) => [ruleId, fold(alarmRuleDecider, await read(alarmRuleStream(ruleId)))] as const,
        ),
      ),
    ),
  };
};

/** What the file's references are checked against. */
export const readSurroundings = async (
  { store, sql }: FamilySources,
  family: DeviceFamily,
  published: PublishedParts,
): Promise<FamilySurroundings> => {
  const deviceIds = [...new Set(family.rules.flatMap((rule) => rule.deviceIds ?? []))];
  const devices = deviceIds.length === 0 ? [] : await loadDevices(sql, deviceIds);
  const modelOfRule = new Map([...published.rules].map(([ruleId, state]) => [ruleId, state.rule?.modelId]));
  const owners = new Map([...published.models].map(([modelId, state]) => [modelId, state?.family]));
  for (const modelId of modelOfRule.values()) {
    if (modelId === undefined || owners.has(modelId)) continue;
    const model = fold(deviceModelDecider, (await store.readStream(deviceModelStream(modelId))) as never);
    owners.set(modelId, model?.family);
  }
  return {
    standards: await loadStandards(sql),
    codeSets: await loadCodeSets(sql),
    modelOfDevice: new Map(devices.map((row) => [row.device_id, row.model_id])),
    familyModels: published.family?.models.map(({ modelId }) => modelId) ?? [],
    familyOfModel: (modelId) => owners.get(modelId),
    modelOfRule: (ruleId) => modelOfRule.get(ruleId),
  };
};

import type { CodeSetRow } from '../../projections/governance/code-set-list/table.ts';
import type { FilingStandardRowModel } from '../../projections/governance/filing-standard-list/table.ts';
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
  const standards = await sql<FilingStandardRowModel>`
    select distinct on (standard_id) * from filing_standards order by standard_id, version desc`;
  const codeSets = await sql<CodeSetRow>`
    select distinct on (code_set_id) * from code_sets order by code_set_id, version desc`;
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
    standards: new Map(standards.map((row) => [row.standard_id, row.definition])),
    codeSets: new Map(codeSets.map((row) => [row.code_set_id, row.definition])),
    modelOfDevice: new Map(devices.map((row) => [row.device_id, row.model_id])),
    familyModels: published.family?.models.map(({ modelId }) => modelId) ?? [],
    familyOfModel: (modelId) => owners.get(modelId),
    modelOfRule: (ruleId) => modelOfRule.get(ruleId),
  };
};

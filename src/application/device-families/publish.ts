import { type DeviceFamily, readFamilyFile } from '../../../devices/family-file.ts';
import type { FamilyProblem } from '../../../devices/family-problem.ts';
import { familyReferenceProblems } from '../../../devices/family-references.ts';
import { type Refusal, refused } from '../../decider.ts';
import { filingStandardDecider, standardStream } from '../../governance/index.ts';
import {
  alarmRuleDecider,
  alarmRuleStream,
  type DeviceFamilyState,
  deviceFamilyDecider,
  deviceModelDecider,
  deviceModelStream,
  familyStream,
} from '../../sensing/index.ts';
import {
  type CommandContext,
  type CommandOutcome,
  createCommandHandler,
  findReplay,
  keyReused,
  versionMismatch,
} from '../command-handler.ts';
import { readPast } from '../stream-memory.ts';
import { droppedRules, type FamilyChange, familyDataOf, type PublishedParts, planFamily } from './plan.ts';
import { type FamilySources, readPublishedParts, readSurroundings } from './published-parts.ts';

export type FamilyCheck =
  | {
      readonly ok: true;
      readonly family: DeviceFamily;
      readonly published: PublishedParts;
      readonly changes: readonly FamilyChange[];
    }
  | { readonly ok: false; readonly problems: readonly FamilyProblem[] };

export type FamilyOutcome = CommandOutcome<DeviceFamilyState> & {
  readonly changes?: readonly FamilyChange[];
};

export interface DeviceFamilies {
  /** Reads the file, checks everything in it, and says what publishing would change. */
  check(file: unknown): Promise<FamilyCheck>;
  /**
   * Publishes what a checked file changes, part by part: matters, models, rules, and last the family itself. Each part is
   * published once however often this is done, so a run that was cut off is finished by sending the file again.
   */
  publish(checked: FamilyCheck & { readonly ok: true }, context: CommandContext): Promise<FamilyOutcome>;
}

/** Everything that is wrong with a file, as one refusal. */
export const familyInvalid = (problems: readonly FamilyProblem[]): Refusal =>
  refused('deviceFamilyInvalid', `设备类别文件有误，共 ${problems.length} 处，未发布`, { errors: problems })
    .refusal;

export const createDeviceFamilies = (sources: FamilySources): DeviceFamilies => {
  const { store } = sources;
  const handle = createCommandHandler(store);
  return {
    async check(file) {
      const read = readFamilyFile(file);
      if (!read.ok) return read;
      const { family } = read;
      const published = await readPublishedParts(sources, family);
      const problems = familyReferenceProblems(family, await readSurroundings(sources, family, published));
      if (problems.length > 0) return { ok: false, problems };
      return { ok: true, family, published, changes: planFamily(family, published) };
    },

    async publish({ family, published, changes }, context) {
      const stream = familyStream(family.family);
      const early = await refusalBeforehand(stream, context);
      if (early !== undefined) return early;
      // The key names the family's own event; the other parts are recognised by their content.
      const { key: _key, expectedVersion: _version, ...partContext } = context;
      const versions = new Map<string, number>();
      const note = (part: FamilyChange['part'], id: string, version: number | undefined) =>
        versions.set(`${part} ${id}`, version ?? 0);

      if (family.standard !== null) {
        const { standardId } = family.standard;
        const outcome = await handle({
          stream: standardStream(standardId),
          decider: filingStandardDecider,
          command: { type: 'PublishFilingStandard', data: family.standard },
          context: partContext,
        });
        if (!outcome.ok) return outcome;
        note('filingStandard', standardId, outcome.state?.standardVersion);
      }
      for (const data of family.models) {
        const outcome = await handle({
          stream: deviceModelStream(data.modelId),
          decider: deviceModelDecider,
          command: { type: 'PublishDeviceModel', data },
          context: partContext,
        });
        if (!outcome.ok) return outcome;
        note('deviceModel', data.modelId, outcome.state?.modelVersion);
      }
      for (const data of family.rules) {
        const outcome = await handle({
          stream: alarmRuleStream(data.ruleId),
          decider: alarmRuleDecider,
          command: { type: 'PublishAlarmRule', data },
          context: partContext,
        });
        if (!outcome.ok) return outcome;
        note('alarmRule', data.ruleId, outcome.state.ruleVersion);
      }
      const version = changes[changes.length - 1]!.version;
      for (const ruleId of droppedRules(family, published)) {
        const reason = `设备类别 ${family.family} 第 ${version} 版不再包含此规则`;
        const outcome = await handle({
          stream: alarmRuleStream(ruleId),
          decider: alarmRuleDecider,
          command: { type: 'RetireAlarmRule', ruleId, reason },
          context: partContext,
        });
        if (!outcome.ok) return outcome;
      }
      const data = familyDataOf(family, (part, id) => versions.get(`${part} ${id}`)!);
      const outcome = await handle({
        stream,
        decider: deviceFamilyDecider,
        command: { type: 'PublishDeviceFamily', data },
        context,
      });
      return outcome.ok ? { ...outcome, changes } : outcome;
    },
  };

  /** What the family's own event would be refused for, before any other part is published. */
  async function refusalBeforehand(
    stream: string,
    context: CommandContext,
  ): Promise<{ readonly ok: false; readonly refusal: Refusal } | undefined> {
    const { version, digests } = await readPast(store, stream, deviceFamilyDecider);
    const replay =
      context.key === undefined ? undefined : await findReplay(digests, context, context.key, stream);
    if (replay === 'reused') return keyReused();
    if (replay === 'same' || context.expectedVersion === undefined || context.expectedVersion === version)
      return undefined;
    return versionMismatch(context.expectedVersion, version);
  }
};

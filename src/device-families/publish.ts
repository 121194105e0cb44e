import {
  type CommandContext,
  type CommandOutcome,
  type CommandRequest,
  createCommandHandler,
  findReplay,
  keyReused,
  refusalBeforehand,
  versionMismatch,
} from '../commands/command-handler.ts';
import { type Refusal, refused } from '../commands/decider.ts';
import { loadStream } from '../commands/stream-memory.ts';
import type { DomainEvent } from '../event-store/event-store.ts';
import { filingStandardDecider, standardStream } from '../governance/index.ts';
import {
  alarmRuleDecider,
  alarmRuleStream,
  type DeviceFamilyState,
  deviceFamilyDecider,
  deviceModelDecider,
  deviceModelStream,
  familyStream,
} from '../sensing/index.ts';
import { type DeviceFamily, readFamilyFile } from './family-file.ts';
import type { FamilyProblem } from './family-problem.ts';
import { familyReferenceProblems } from './family-references.ts';
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

type Refused = Extract<CommandOutcome<never>, { ok: false }>;
interface Part {
  /** Why it would be refused as things stand. */
  readonly refusal: () => Promise<Refused | undefined>;
  readonly publish: () => Promise<Refused | undefined>;
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
      const early = await refusalOfFamily(stream, context);
      if (early !== undefined) return early;
      const versions = new Map<string, number>();
      const parts = partsOf({ family, published, changes }, context, versions);
      // All are asked before the first is published.
      for (const { refusal } of parts) {
        const refused = await refusal();
        if (refused !== undefined) return refused;
      }
      for (const { publish } of parts) {
        const refused = await publish();
        if (refused !== undefined) return refused;
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

  /** Everything but the family itself, in the order of publishing; `versions` is told what each has become. */
  function partsOf(
    { family, published, changes }: Omit<FamilyCheck & { readonly ok: true }, 'ok'>,
    context: CommandContext,
    versions: Map<string, number>,
  ): readonly Part[] {
    // The key names the family's own event; the other parts are recognised by their content.
    const { key: _key, expectedVersion: _version, ...partContext } = context;
    const partOf = <State, Command, Event extends DomainEvent>(
      request: Omit<CommandRequest<State, Command, Event>, 'context'>,
      note: (state: State) => void,
    ): Part => {
      const asked = { ...request, context: partContext };
      return {
        refusal: () => refusalBeforehand(store, asked),
        async publish() {
          const outcome = await handle(asked);
          if (!outcome.ok) return outcome;
          note(outcome.state);
          return undefined;
        },
      };
    };
    const note = (part: FamilyChange['part'], id: string, version: number | undefined) =>
      versions.set(`${part} ${id}`, version ?? 0);
    const { standard, models, rules } = family;
    const version = changes[changes.length - 1]!.version;
    return [
      ...(standard === null ? [] : [standard]).map((data) =>
        partOf(
          {
            stream: standardStream(data.standardId),
            decider: filingStandardDecider,
            command: { type: 'PublishFilingStandard', data },
          },
          (state) => note('filingStandard', data.standardId, state?.standardVersion),
        ),
      ),
      ...models.map((data) =>
        partOf(
          {
            stream: deviceModelStream(data.modelId),
            decider: deviceModelDecider,
            command: { type: 'PublishDeviceModel', data },
          },
          (state) => note('deviceModel', data.modelId, state?.modelVersion),
        ),
      ),
      ...rules.map((data) =>
        partOf(
          {
            stream: alarmRuleStream(data.ruleId),
            decider: alarmRuleDecider,
            command: { type: 'PublishAlarmRule', data },
          },
          (state) => note('alarmRule', data.ruleId, state.ruleVersion),
        ),
      ),
      ...droppedRules(family, published).map((ruleId) => {
        const reason = `设备类别 ${family.family} 第 ${version} 版不再包含此规则`;
        return partOf(
          {
            stream: alarmRuleStream(ruleId),
            decider: alarmRuleDecider,
            command: { type: 'RetireAlarmRule', ruleId, reason },
          },
          () => undefined,
        );
      }),
    ];
  }

  /** What the family's own event would be refused for. */
  async function refusalOfFamily(stream: string, context: CommandContext): Promise<Refused | undefined> {
    const { version, digests } = await loadStream(store, stream, deviceFamilyDecider);
    const replay =
      context.key === undefined ? undefined : await findReplay(digests, context, context.key, stream);
    if (replay === 'reused') return keyReused();
    if (replay === 'same' || context.expectedVersion === undefined || context.expectedVersion === version)
      return undefined;
    return versionMismatch(context.expectedVersion, version);
  }
};

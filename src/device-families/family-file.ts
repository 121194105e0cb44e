import { z } from 'zod';
import type { FilingStandardPublished } from '../governance/events.ts';
import { filingStandardSchema } from '../governance/standards/filing-standard.ts';
import { alarmRuleSchema } from '../sensing/alarms/rule-schema.ts';
import { deviceModelSchema } from '../sensing/device-model.ts';
import type { AlarmRule, DeviceModelPublished } from '../sensing/events.ts';
import type { CaseMapping } from '../sensing/families/events.ts';
import { type FamilyProblem, problemAt, readPart } from './family-problem.ts';
import { simulatorProfileSchema } from './simulator-profile.ts';

const text = z.string().trim().min(1).max(500);
const part = z.record(z.string(), z.unknown());
const version = z.number().int().positive().optional();

const caseMappingSchema = z.strictObject({
  matterCode: z.string().regex(/^(component|event)-[A-Za-z0-9]+-[A-Za-z0-9]+$/),
  standardId: z.string().min(1).max(64),
  categories: z.array(
    z.strictObject({
      codeSetId: z.string().min(1).max(64),
      kind: z.enum(['component', 'event']),
      code: z.string().min(1).max(8),
    }),
  ),
});

/**
 * A family file: everything that a kind of device needs. Models, rules and matters are checked by the schemas of what they are,
 * one by one. Versions stand in the files that ship; who publishes a file leaves them out or is not heeded: they follow from what
 * was published before.
 */
const outline = z.strictObject({
  family: z.string().regex(/^[a-z0-9-]{1,48}$/),
  familyVersion: version,
  name: text,
  source: text,
  /** A filing standard of the family's own; without `standardId`, which follows from the family. */
  matters: part.optional(),
  caseMapping: z.array(caseMappingSchema).max(500),
  models: z.array(part).min(1).max(100),
  rules: z.array(part).max(500),
  simulator: simulatorProfileSchema.optional(),
});

export interface DeviceFamily {
  readonly family: string;
  readonly familyVersion: number;
  readonly name: string;
  readonly source: string;
  readonly standard: FilingStandardPublished['data'] | null;
  readonly caseMapping: readonly CaseMapping[];
  readonly models: readonly DeviceModelPublished['data'][];
  readonly rules: readonly AlarmRule[];
  readonly simulator: z.infer<typeof simulatorProfileSchema> | null;
}

export type FamilyReading =
  | { readonly ok: true; readonly family: DeviceFamily }
  | { readonly ok: false; readonly problems: readonly FamilyProblem[] };

/** The filing standard that a family's own matters stand in. */
export const familyStandardId = (family: string): string => `family-${family}`;

const FIRST = 1;

/** Reads a family file and says of everything in it what is wrong by itself. */
export const readFamilyFile = (value: unknown): FamilyReading => {
  const problems: FamilyProblem[] = [];
  const read = readPart(outline, value, [], problems);
  // Without its outline nothing in the file has a place.
  if (read === undefined) return { ok: false, problems };
  const { family, familyVersion = FIRST, name, source, caseMapping, simulator = null } = read;
  const { matters } = read;
  const standard =
    matters === undefined
      ? null
      : readPart(
          filingStandardSchema,
          { standardVersion: FIRST, standardId: familyStandardId(family), ...matters },
          ['matters'],
          problems,
        );
  const models = read.models.map((model, n) =>
    readPart(deviceModelSchema, { modelVersion: FIRST, family, ...model }, ['models', n], problems),
  );
  const rules = read.rules.map((rule, n) =>
    readPart(alarmRuleSchema, { ruleVersion: FIRST, deviceIds: null, ...rule }, ['rules', n], problems),
  );
  if (standard !== null && standard !== undefined && standard.standardId !== familyStandardId(family))
    problems.push(problemAt(['matters', 'standardId'], 'invalid', `应为 ${familyStandardId(family)}`));
  models.forEach((model, n) => {
    if (model === undefined || model.family === family) return;
    problems.push(problemAt(['models', n, 'family'], 'invalid', `应为 ${family}`));
  });
  problems.push(
    ...twice(models, ['models', 'modelId'], (model) => model.modelId),
    ...twice(rules, ['rules', 'ruleId'], (rule) => rule.ruleId),
    ...twice(caseMapping, ['caseMapping', 'matterCode'], (mapping) => mapping.matterCode),
  );
  if (problems.length > 0 || standard === undefined) return { ok: false, problems };
  return {
    ok: true,
    family: {
      family,
      familyVersion,
      name,
      source,
      standard: standard as DeviceFamily['standard'],
      caseMapping,
      models: models as DeviceFamily['models'],
      rules: rules as DeviceFamily['rules'],
      simulator,
    },
  };
};

const twice = <T>(
  items: readonly (T | undefined)[],
  [list, member]: readonly [string, string],
  idOf: (item: T) => string,
): FamilyProblem[] => {
  const ids = items.map((item) => item && idOf(item));
  return ids.flatMap((id, n) =>
    id !== undefined && ids.indexOf(id) < n
      ? [problemAt([list, n, member], 'idTwice', `${id} 出现两次`)]
      : [],
  );
};

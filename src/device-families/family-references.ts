import { codeOf } from '../governance/categories/code-set.ts';
import type { CodeSetPublished } from '../governance/categories/events.ts';
import type { FilingStandardPublished } from '../governance/events.ts';
import { matterCodeOf, rowsOfMatter } from '../governance/standards/filing-standard.ts';
import { checkRuleReferences } from '../sensing/alarms/rule-references.ts';
import type { AlarmRule } from '../sensing/events.ts';
import type { DeviceFamily } from './family-file.ts';
import { type FamilyProblem, type Path, problemAt } from './family-problem.ts';
import { profileProblems } from './simulator-profile.ts';

/** What a family file stands among. */
export interface FamilySurroundings {
  /** Filing standards in force, by id; the family's own may be among them. */
  readonly standards: ReadonlyMap<string, FilingStandardPublished['data']>;
  /** Model of each device that a rule lists; absent: there is no such device. */
  readonly modelOfDevice: ReadonlyMap<string, string>;
  readonly codeSets: ReadonlyMap<string, CodeSetPublished['data']>;
  /** Models of this family as they were published last. */
  readonly familyModels: readonly string[];
  /** Family of a published model; undefined where there is none of that id. */
  readonly familyOfModel: (modelId: string) => string | undefined;
  /** Model that a published rule is for; undefined where there is no rule of that id. */
  readonly modelOfRule: (ruleId: string) => string | undefined;
}

/** Says of everything in the file whether what it names exists, and belongs to it. */
export const familyReferenceProblems = (
  family: DeviceFamily,
  surroundings: FamilySurroundings,
): readonly FamilyProblem[] => [
  ...matterProblems(family, surroundings),
  ...mappingProblems(family, surroundings),
  ...modelProblems(family, surroundings),
  ...family.rules.flatMap((rule, n) => ruleProblems(family, rule, ['rules', n], surroundings)),
  ...(family.simulator === null
    ? []
    : profileProblems(family.simulator, family.models).map((message) =>
        problemAt(['simulator'], 'simulatorMismatch', message),
      )),
];

/** A case finds its conditions by the matter alone, so no two standards may mean different things by it. */
const matterProblems = ({ standard }: DeviceFamily, { standards }: FamilySurroundings): FamilyProblem[] => {
  if (standard === null) return [];
  const others = [...standards.values()].filter(({ standardId }) => standardId !== standard.standardId);
  return standard.rows.flatMap((row, n) => {
    const matterCode = matterCodeOf(row);
    const other = others.find((each) => rowsOfMatter(each, matterCode).length > 0);
    if (other === undefined) return [];
    const message = `事项 ${matterCode} 已属于立案标准 ${other.standardId}`;
    return [problemAt(['matters', 'rows', n], 'matterOfOtherStandard', message)];
  });
};

const mappingProblems = (
  { standard, caseMapping }: DeviceFamily,
  { standards, codeSets }: FamilySurroundings,
): FamilyProblem[] => {
  const known = new Map(standards);
  if (standard !== null) known.set(standard.standardId, standard);
  return caseMapping.flatMap(({ matterCode, standardId, categories }, n) => {
    const place = ['caseMapping', n];
    const named = known.get(standardId);
    const problems: FamilyProblem[] = [];
    if (named === undefined) {
      problems.push(problemAt([...place, 'standardId'], 'unknownStandard', `立案标准 ${standardId} 不存在`));
    } else if (rowsOfMatter(named, matterCode).length === 0) {
      const message = `立案标准 ${standardId} 没有事项 ${matterCode}`;
      problems.push(problemAt([...place, 'matterCode'], 'unknownMatter', message));
    }
    categories.forEach(({ codeSetId, kind, code }, at) => {
      const listed = codeSets
        .get(codeSetId)
        ?.categories.some((category) => category.kind === kind && codeOf(category) === code);
      if (listed === true) return;
      const message = `分类代码集 ${codeSetId} 没有 ${kind} ${code}`;
      problems.push(problemAt([...place, 'categories', at], 'unknownCategory', message));
    });
    return problems;
  });
};

const modelProblems = (
  { family, models, caseMapping }: DeviceFamily,
  { familyModels, familyOfModel }: FamilySurroundings,
): FamilyProblem[] => {
  const problems: FamilyProblem[] = [];
  for (const modelId of familyModels) {
    if (models.some((model) => model.modelId === modelId)) continue;
    const message = `型号 ${modelId} 已发布，可能已有设备，不能去除`;
    problems.push(problemAt(['models'], 'modelMissing', message));
  }
  models.forEach(({ modelId, detections }, n) => {
    const owner = familyOfModel(modelId);
    if (owner !== undefined && owner !== family) {
      const message = `型号 ${modelId} 属于 ${owner}`;
      problems.push(problemAt(['models', n, 'modelId'], 'modelOfOtherFamily', message));
    }
    detections.forEach(({ matterCode }, at) => {
      if (isMapped(caseMapping, matterCode)) return;
      problems.push(unmapped(['models', n, 'detections', at, 'matterCode'], matterCode));
    });
  });
  return problems;
};

const isMapped = (caseMapping: DeviceFamily['caseMapping'], matterCode: string): boolean =>
  caseMapping.some((mapping) => mapping.matterCode === matterCode);

const unmapped = (path: Path, matterCode: string): FamilyProblem =>
  problemAt(path, 'unmappedMatter', `caseMapping 没有事项 ${matterCode}`);

const ruleProblems = (
  { family, models, caseMapping }: DeviceFamily,
  rule: AlarmRule,
  place: Path,
  { modelOfRule, familyOfModel, modelOfDevice }: FamilySurroundings,
): FamilyProblem[] => {
  const problems: FamilyProblem[] = [];
  const { ruleId, modelId, matterCode } = rule;
  const earlier = modelOfRule(ruleId);
  const owner = earlier === undefined ? undefined : familyOfModel(earlier);
  if (owner !== undefined && owner !== family)
    problems.push(problemAt([...place, 'ruleId'], 'ruleOfOtherFamily', `规则 ${ruleId} 属于 ${owner}`));
  if (matterCode !== null && !isMapped(caseMapping, matterCode))
    problems.push(unmapped([...place, 'matterCode'], matterCode));
  const references = checkRuleReferences(rule, {
    model: models.find((each) => each.modelId === modelId),
    modelOfDevice,
    // Whether a matter is mapped was said above.
    isMatter: () => true,
  });
  for (const { path, code, message } of references) {
    // Of well-formed rules only; matters are the mapping's.
    if (code !== 'malformed' && code !== 'unknownMatter')
      problems.push(problemAt([...place, path], code, message));
  }
  return problems;
};

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { elevatorFile } from '../../devices/testing/elevator.ts';
import { codeSetSchema } from '../governance/categories/code-set.ts';
import { filingStandardSchema } from '../governance/standards/filing-standard.ts';
import { readShippedFamilies } from '../shipped-data/shipped-families.ts';
import { type DeviceFamily, readFamilyFile } from './family-file.ts';
import { type FamilySurroundings, familyReferenceProblems } from './family-references.ts';

const readData = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../data/${path}.json`, import.meta.url), 'utf8'));
const shipped = readShippedFamilies();

const standards = new Map(
  [
    ...['sensing', 'yuncheng'].map((id) => filingStandardSchema.parse(readData(`standards/${id}`))),
    ...shipped.flatMap(({ standard }) => standard ?? []),
  ].map((standard) => [standard.standardId, standard]),
);
const codeSets = new Map(
  ['gbt-30428-2-2013', 'gbt-47678-5-2026'].map((id) => [
    id,
    codeSetSchema.parse(readData(`categories/${id}`)),
  ]),
);
const among = (change: Partial<FamilySurroundings> = {}): FamilySurroundings => ({
  standards,
  codeSets,
  modelOfDevice: new Map([['cam-1', 'camera']]),
  familyModels: [],
  familyOfModel: (modelId) =>
    shipped.find(({ models }) => models.some((model) => model.modelId === modelId))?.family,
  modelOfRule: (ruleId) =>
    shipped.flatMap(({ rules }) => rules).find((rule) => rule.ruleId === ruleId)?.modelId,
  ...change,
});

const read = (file: unknown): DeviceFamily => {
  const reading = readFamilyFile(file);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.family;
};

describe('the shipped families', () => {
  it('are those of the systems in the plan', () => {
    expect(shipped.map(({ family }) => family)).toEqual([
      'energy',
      'environmental',
      'fire',
      'forest-grassland',
      'geohazard',
      'hydrological',
      'municipal',
      'soil',
      'video-analytics',
    ]);
  });

  it.each(shipped)('$family names only what exists, and every rule that opens a case a matter', (family) => {
    expect(familyReferenceProblems(family, among())).toEqual([]);
  });

  it('have distinct ids: no model, rule or matter is in two of them', () => {
    const ids = shipped.flatMap(({ models, rules, standard }) => [
      ...models.map(({ modelId }) => `model ${modelId}`),
      ...rules.map(({ ruleId }) => `rule ${ruleId}`),
      ...(standard?.rows ?? []).map(({ rowId }) => `row ${rowId}`),
    ]);
    expect(ids.filter((id, n) => ids.indexOf(id) !== n)).toEqual([]);
  });

  it('give the source of every threshold', () => {
    for (const { rules } of shipped) for (const { source } of rules) expect(source.length).toBeGreaterThan(3);
  });

  it('use every kind of condition except indices', () => {
    const kinds = new Set(shipped.flatMap(({ rules }) => rules.map(({ condition }) => condition.kind)));
    expect([...kinds].sort()).toEqual([
      'composite',
      'detection',
      'noData',
      'rateOfChange',
      'spatial',
      'stuck',
      'threshold',
    ]);
  });

  it('of the first release are unchanged, as databases have them: same versions, same content', () => {
    const first = shipped
      .filter(({ family }) => ['environmental', 'hydrological', 'video-analytics'].includes(family))
      .map(({ models, rules }) => JSON.stringify([models, rules]));
    const digests = first.map((text) => createHash('sha256').update(text).digest('hex').slice(0, 16));
    expect(digests).toEqual(DIGESTS);
  });
});

/** Of models and rules in their files' order. Who changes one of them gives it its next version, and this its new digest. */
const DIGESTS: readonly string[] = ['45f29d1b2400049a', '94dad24906debe39', 'eed9d747d144353b'];

describe('a family file', () => {
  it('that is correct has no problems, and needs no versions', () => {
    const family = read(elevatorFile());
    expect(familyReferenceProblems(family, among())).toEqual([]);
    expect(family).toMatchObject({
      familyVersion: 1,
      standard: { standardId: 'family-elevator', standardVersion: 1 },
      models: [{ family: 'elevator', modelVersion: 1 }],
      rules: [{ deviceIds: null, ruleVersion: 1 }, { ruleVersion: 1 }],
    });
  });

  type File = ReturnType<typeof elevatorFile>;
  const changed = (change: (file: File) => unknown): unknown => {
    const file = elevatorFile();
    change(file);
    return file;
  };
  const problemsOf = (change: (file: File) => unknown): [string, string][] => {
    const reading = readFamilyFile(changed(change));
    const problems = reading.ok ? familyReferenceProblems(reading.family, among()) : reading.problems;
    return problems.map(({ path, code }) => [path, code]);
  };
  const set = (target: object, members: object) => Object.assign(target, members);

  it.each<[string, (file: File) => unknown, [string, string][]]>([
    ['no object', (file) => set(file, { models: 'none' }), [['models', 'invalid']]],
    [
      'a slip in an optional member',
      (file) => set(file.rules[0]!, { schedul: [] }),
      [['rules.0.schedul', 'unknownMember']],
    ],
    ['a member that nobody knows', (file) => set(file, { colour: 'red' }), [['colour', 'unknownMember']]],
    [
      'a condition out of its schema',
      (file) => set(file.rules[1]!.condition, { clearAt: 9, forSeconds: -1 }),
      [
        ['rules.1.condition.forSeconds', 'invalid'],
        ['rules.1.condition', 'invalid'],
      ],
    ],
    [
      'a severity of no kind',
      (file) => set(file.rules[0]!, { severity: 'pink' }),
      [['rules.0.severity', 'invalid']],
    ],
    [
      'limits upside down',
      (file) => set(file.models[0]!.indicators[0]!, { min: 20 }),
      [['models.0.indicators.0', 'invalid']],
    ],
    [
      'a row with a foreign id',
      (file) => set(file.matters.rows[0]!, { rowId: 'event-ZZ-01-1' }),
      [['matters.rows', 'invalid']],
    ],
    [
      'another family in a model',
      (file) => set(file.models[0]!, { family: 'fire' }),
      [['models.0.family', 'invalid']],
    ],
    [
      'another standard for its matters',
      (file) => set(file.matters, { standardId: 'sensing' }),
      [['matters.standardId', 'invalid']],
    ],
    [
      'the same rule twice',
      (file) => file.rules.push(structuredClone(file.rules[0]!)),
      [['rules.2.ruleId', 'idTwice']],
    ],
    [
      'the same model twice',
      (file) => file.models.push(structuredClone(file.models[0]!)),
      [['models.1.modelId', 'idTwice']],
    ],
    [
      'a rule for a model of another family',
      (file) => set(file.rules[0]!, { modelId: 'camera' }),
      [['rules.0.modelId', 'unknownModel']],
    ],
    [
      'an indicator that no device has',
      (file) => set(file.rules[1]!.condition, { indicator: 'sped' }),
      [['rules.1.condition.indicator', 'unknownIndicator']],
    ],
    [
      'a detection that no device makes',
      (file) => set(file.rules[0]!.condition, { type: 'fire' }),
      [['rules.0.condition.type', 'unknownDetectionType']],
    ],
    [
      'an index that is not computed',
      (file) =>
        set(file.rules[1]!, {
          condition: { kind: 'index', index: 'air', period: 'hour', level: null, grades: ['四级'] },
        }),
      [['rules.1.condition.index', 'unknownIndex']],
    ],
    [
      'devices that are not there, or of another model',
      (file) => set(file.rules[0]!, { deviceIds: ['nobody', 'cam-1'] }),
      [
        ['rules.0.deviceIds.0', 'unknownDevice'],
        ['rules.0.deviceIds.1', 'otherModel'],
      ],
    ],
    [
      'a matter that is mapped nowhere',
      (file) => set(file.rules[0]!, { matterCode: 'event-DT-09' }),
      [['rules.0.matterCode', 'unmappedMatter']],
    ],
    [
      'a detection whose matter is mapped nowhere',
      (file) => set(file.models[0]!.detections[0]!, { matterCode: 'event-DT-09' }),
      [['models.0.detections.0.matterCode', 'unmappedMatter']],
    ],
    [
      'a standard that is not there',
      (file) => set(file.caseMapping[0]!, { standardId: 'none' }),
      [['caseMapping.0.standardId', 'unknownStandard']],
    ],
    [
      'a standard without the matter',
      (file) => set(file.caseMapping[0]!, { standardId: 'sensing' }),
      [['caseMapping.0.matterCode', 'unknownMatter']],
    ],
    [
      'a category that is not there',
      (file) => set(file.caseMapping[1]!.categories[0]!, { code: '99999' }),
      [['caseMapping.1.categories.0', 'unknownCategory']],
    ],
    [
      'a matter that another standard has',
      (file) => {
        set(file.matters.rows[0]!, { rowId: 'event-S1-01-1', majorCode: 'S1' });
        set(file.caseMapping[0]!, { matterCode: 'event-S1-01' });
        set(file.rules[0]!, { matterCode: 'event-S1-01' });
        set(file.models[0]!.detections[0]!, { matterCode: 'event-S1-01' });
      },
      [['matters.rows.0', 'matterOfOtherStandard']],
    ],
    [
      'the model of another family',
      (file) => {
        set(file.models[0]!, { modelId: 'camera' });
        for (const rule of file.rules) set(rule, { modelId: 'camera' });
        set(file.simulator.models[0]!, { modelId: 'camera' });
      },
      [['models.0.modelId', 'modelOfOtherFamily']],
    ],
    [
      'the rule of another family',
      (file) => set(file.rules[0]!, { ruleId: 'camera-crowd' }),
      [['rules.0.ruleId', 'ruleOfOtherFamily']],
    ],
    [
      'a simulator of what the model has not',
      (file) => set(file.simulator.models[0]!, { modelId: 'lift' }),
      [['simulator', 'simulatorMismatch']],
    ],
    [
      'a simulator out of its schema',
      (file) => set(file.simulator.models[0]!, { intervalSeconds: 0 }),
      [['simulator.models.0.intervalSeconds', 'invalid']],
    ],
  ])('names %s', (_what, change, problems) => {
    expect(problemsOf(change)).toEqual(problems);
  });

  it('has all of its errors reported at once', () => {
    expect(
      problemsOf((file) => {
        set(file.rules[0]!, { severity: 'pink' });
        set(file.models[0]!, { name: '' });
        set(file.matters.rows[1]!, { limit: -1 });
      }),
    ).toEqual([
      ['matters.rows.1.limit', 'invalid'],
      ['models.0.name', 'invalid'],
      ['rules.0.severity', 'invalid'],
    ]);
  });

  it('may not leave out a model that was published', () => {
    const problems = familyReferenceProblems(
      read(elevatorFile()),
      among({ familyModels: ['elevator-box', 'escalator-box'] }),
    );
    expect(problems).toMatchObject([{ path: 'models', code: 'modelMissing' }]);
  });

  it.each([null, 7, 'text', []])('is an object, and not %j', (file) => {
    expect(readFamilyFile(file)).toMatchObject({ ok: false, problems: [{ path: '', code: 'invalid' }] });
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EVENT_VERSIONS } from './event-catalogue.ts';
import { caseOfPetitioner, FREE_TEXT, maskFreeText, personNamedIn } from './free-text.ts';

const folder = new URL('./testing/golden-events/', import.meta.url);
const versions: Readonly<Record<string, number>> = EVENT_VERSIONS;

/** Names of fields in which a person types; a field of another name that holds Chinese text is found by that. */
const TYPED =
  /(^|\.)(opinion|reason|result|reply|description|address|remark|note|comment|purpose|text|name)$/;

/** Published data of administrators: texts that everybody reads, with nobody's own words in them. */
const PUBLISHED = new Set([
  'CaseRulesPublished',
  'CodeSetPublished',
  'CrosswalkPublished',
  'DeviceFamilyPublished',
  'DeviceModelPublished',
  'DispatchRulesPublished',
  'DivisionBoundaryDefined',
  'DivisionDefined',
  'DuplicateRulesPublished',
  'FilingStandardPublished',
  'IndexTablePublished',
  'NotificationRulesPublished',
  'StationLinesDefined',
  'WorkCalendarPublished',
]);

/** Fields that the product words itself, and codes among them. */
const NOT_TYPED: Readonly<Record<string, readonly string[]>> = {
  // Codes of refusals and ids.
  ActionAudited: ['reason'],
  CaseFiled: ['standard.matterName', 'standard.filingCondition', 'standard.closingCondition'],
  DepartmentDefined: ['bodies[]'],
  IndexComputed: ['grade', 'detail.levelZh'],
  RefusalsCounted: ['reason'],
  // Written by the product, not by a person.
  MessageRejected: ['reason'],
  UserRegistered: ['loginName'],
  WebhookDeadLettered: ['reason'],
};

const textsOf = (value: unknown, path: string): string[] => {
  if (typeof value === 'string') return TYPED.test(path) || /\p{Script=Han}/u.test(value) ? [path] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    textsOf(inner, Array.isArray(value) ? `${path}[]` : path === '' ? name : `${path}.${name}`),
  );
};

describe('free text of events', () => {
  const samples = readdirSync(folder).map((file) => {
    const [, type, version] = /^(\w+)\.v(\d+)\.json$/.exec(file) ?? [];
    return {
      type: type!,
      version: Number(version),
      data: JSON.parse(readFileSync(new URL(file, folder), 'utf8')),
    };
  });

  it.each(samples.filter(({ type, version }) => version === versions[type] && !PUBLISHED.has(type)))(
    'the fields of $type in which a person types are listed',
    ({ type, data }) => {
      const known = [...(FREE_TEXT[type]?.paths ?? []), ...(NOT_TYPED[type] ?? [])];
      expect(textsOf(data, '').filter((path) => !known.includes(path))).toEqual([]);
    },
  );

  it.each(Object.entries(FREE_TEXT))(
    '%s is written masked from an existing version on',
    (type, { maskedSince }) => {
      expect(maskedSince).toBeGreaterThanOrEqual(1);
      expect(maskedSince).toBeLessThanOrEqual(versions[type] ?? 0);
    },
  );

  it('is masked in place, and nothing else changes', () => {
    const data = {
      caseId: '13812345678',
      description: '报警人张三 13812345678',
      location: { lon: 112.5, lat: 37.8, address: '五一路，电话0351-7654321' },
      selfHandling: { result: '已联系15912345678', photosAfter: [] },
    };
    expect(maskFreeText('CaseReported', data)).toEqual({
      caseId: '13812345678',
      description: '报警人张* 138****5678',
      location: { lon: 112.5, lat: 37.8, address: '五一路，电话0351-****21' },
      selfHandling: { result: '已联系159****5678', photosAfter: [] },
    });
    const clean = { caseId: 'c', description: '井盖破损' };
    expect(maskFreeText('CaseReported', clean)).toBe(clean);
  });

  it('belongs to the petitioner of a case, and to the person whom another stream names', () => {
    expect(personNamedIn('case-1')).toBe('petitioner-1');
    expect(personNamedIn('case-links-1')).toBe('petitioner-1');
    expect(personNamedIn('alarm-1')).toBe('named-in-alarm-1');
    expect(caseOfPetitioner(personNamedIn('case-1'))).toBe('1');
    expect(caseOfPetitioner(personNamedIn('alarm-1'))).toBeNull();
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Comparable } from './compare.ts';
import { type Candidate, createRanker } from './rank.ts';
import { duplicateRulesSchema } from './rules.ts';

const shipped: unknown = JSON.parse(
  readFileSync(new URL('../../../data/governance/duplicate-rules.json', import.meta.url), 'utf8'),
);
const rules = duplicateRulesSchema.parse(shipped);
const rank = createRanker({ rules, limitHours: new Map([['event-05-01', 24]]) });

const METRE_NORTH = 1 / 111_320;
const report: Comparable = {
  lon: 112.56,
  lat: 37.86,
  reportedAt: Date.parse('2026-11-24T02:00:00Z'),
  source: 'public',
  reporterId: 'a',
  description: '您好，并州路23号自来水管爆了，水往外喷，请尽快处理',
  address: '并州路23号',
  matterCode: 'event-05-01',
  rowId: null,
  deviceId: null,
  componentId: null,
  fedBack: false,
};
const earlier = (caseId: string, changes: Partial<Candidate> = {}): Candidate => ({
  ...report,
  caseId,
  parentId: null,
  reporterId: 'b',
  reportedAt: report.reportedAt - 1_800_000,
  lat: report.lat + 20 * METRE_NORTH,
  description: '并州路23号门前供水管道破裂漏水',
  ...changes,
});
const found = (...candidates: Candidate[]) => rank(report, candidates);

describe('likely duplicates', () => {
  it('finds the same incident in other words, and says why', () => {
    const [best] = found(earlier('c-1'));
    expect(best).toMatchObject({ caseId: 'c-1', matchedCaseId: 'c-1', likely: true, hours: 0.5 });
    expect(best!.distanceM).toBeCloseTo(20, 0);
    expect(best!.reasons).toContainEqual({
      feature: 'topic',
      level: 'agree',
      weight: rules.weights.topic.agree,
    });
    expect(best!.reasons.map(({ feature }) => feature)).toContain('houseNumber');
    const weights = best!.reasons.map(({ weight }) => Math.abs(weight));
    expect(weights).toEqual([...weights].sort((a, b) => b - a));
  });

  it('accepts a similar matter, and not a different one', () => {
    const [flooded] = found(earlier('c-1', { matterCode: 'event-05-06' }));
    expect(flooded!.likely).toBe(true);
    expect(found(earlier('c-1', { matterCode: 'event-02-01', description: '墙上小广告没清理' }))).toEqual([]);
  });

  it('rejects cases that are far away, or elsewhere on the street by number', () => {
    const away = { lat: report.lat + 280 * METRE_NORTH, address: '', description: '自来水管爆了' };
    expect(found(earlier('c-1', away))[0]?.likely ?? false).toBe(false);
    const there = earlier('c-1', { address: '并州路87号', description: '并州路87号水管漏水' });
    expect(found(there)[0]?.likely ?? false).toBe(false);
  });

  it('distinguishes two lamps 30 m apart by the numbers on their posts', () => {
    const lamp = (post: string): Partial<Candidate> => ({
      matterCode: 'component-01-37',
      description: `路灯杆号${post}路灯不亮`,
      address: '',
      source: 'gridWorker',
    });
    const reported = { ...report, ...lamp('0312') };
    const ranked = rank(reported, [
      earlier('same', { ...lamp('312'), lat: report.lat + 5 * METRE_NORTH }),
      earlier('next', { ...lamp('0313'), lat: report.lat + 30 * METRE_NORTH }),
    ]);
    expect(ranked[0]).toMatchObject({ caseId: 'same', likely: true });
    expect(ranked.find(({ caseId }) => caseId === 'next')?.likely ?? false).toBe(false);
  });

  it('does not expect a worker on patrol to report the same thing twice', () => {
    const reported: Comparable = { ...report, source: 'gridWorker', reporterId: 'w' };
    const own = earlier('c-1', { source: 'gridWorker', reporterId: 'w' });
    expect(rank(reported, [own])[0]?.likely ?? false).toBe(false);
    expect(rank(reported, [{ ...own, reporterId: 'v' }])[0]?.likely).toBe(true);
  });

  it('treats a report after the feedback as new', () => {
    const handled = found(earlier('c-1', { fedBack: true }));
    expect(handled[0]?.score ?? 0).toBeLessThan(found(earlier('c-1'))[0]!.score);
    expect(handled[0]?.reasons[0]).toMatchObject({ feature: 'progress', level: 'fedBack' });
  });

  it('matches a person’s and a device’s report across code sets', () => {
    const alarm = earlier('c-1', {
      source: 'sensorAlarm',
      matterCode: 'event-S4-04',
      description: '道路积水超过阈值：并州路监测点（water-1）',
      address: '并州路监测点',
      deviceId: 'water-1',
    });
    const reported: Comparable = {
      ...report,
      matterCode: 'event-05-06',
      description: '并州路积水很深，车过不去',
      address: '',
    };
    expect(rank(reported, [alarm])[0]).toMatchObject({ caseId: 'c-1', likely: true });
  });

  it('proposes the case that a match was merged into, once', () => {
    const ranked = found(
      earlier('child', { parentId: 'parent' }),
      earlier('parent', { description: '有情况', address: '' }),
    );
    expect(ranked).toHaveLength(1);
    expect(ranked[0]).toMatchObject({ caseId: 'parent', matchedCaseId: 'child' });
  });

  it('lets candidates compete: two equally good ones share the score of one', () => {
    const [alone] = found(earlier('c-1'));
    const both = found(earlier('c-1'), earlier('c-2'));
    expect(both.map(({ score }) => score)).toEqual([both[0]!.score, both[0]!.score]);
    expect(both[0]!.score).toBeLessThan(alone!.score);
    expect(both[0]!.score).toBeLessThanOrEqual(0.5);
  });

  it('shows no more candidates than the rules allow', () => {
    const many = Array.from({ length: 12 }, (_, n) => earlier(`c-${n}`));
    expect(rank(report, many, { from: 0 })).toHaveLength(rules.mostShown);
  });
});

describe('the rules as data', () => {
  it.each([
    ['a weight is missing', { ...rules, weights: { ...rules.weights, side: { agree: 1, conflict: -1 } } }],
    ['a pattern cannot be read', { ...rules, text: { ...rules.text, placeName: '(' } }],
    ['bounds do not rise', { ...rules, levels: { ...rules.levels, time: [1, 1, 2] } }],
    ['a source is missing', { ...rules, positionErrorM: { gridWorker: 10 } }],
  ])('are refused where %s', (_, wrong) => {
    expect(duplicateRulesSchema.safeParse(wrong).success).toBe(false);
  });
});

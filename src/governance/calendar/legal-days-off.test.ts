import { describe, expect, it } from 'vitest';
import { legalDaysOff } from './legal-days-off.ts';

const FESTIVALS_2026 = {
  year: 2026,
  springFestival: '2026-02-17',
  qingming: '2026-04-05',
  dragonBoat: '2026-06-19',
  midAutumn: '2026-09-25',
};

describe('days off set by law', () => {
  it('case 45 are thirteen, plus one on a working day for each that falls on a weekend', () => {
    const days = [...legalDaysOff(2026, FESTIVALS_2026)].sort();
    const weekend = days.filter((day) => [0, 6].includes(new Date(day).getUTCDay()));
    expect(days.length - weekend.length).toBe(13);
    expect(days).toEqual(
      expect.arrayContaining([
        '2026-01-01',
        '2026-02-16',
        '2026-02-19',
        '2026-04-06',
        '2026-05-04',
        '2026-10-05',
      ]),
    );
  });
  it('case 45 if two fall on one day, one of them is made up', () => {
    const days = legalDaysOff(2031, { ...FESTIVALS_2026, year: 2031, midAutumn: '2031-10-01' });
    expect([days.has('2031-10-01'), days.has('2031-10-06'), days.has('2031-10-07')]).toEqual([
      true,
      true,
      false,
    ]);
  });
  it('case 46 without the festivals are those with a fixed date', () => {
    const days = [...legalDaysOff(2060)].filter((day) => day.startsWith('2060-10')).sort();
    expect(days).toEqual(['2060-10-01', '2060-10-02', '2060-10-03', '2060-10-04', '2060-10-05']);
  });
});

import type { Locator } from '../../geography/index.ts';
import type { CaseReported, FilingStandardRow } from '../../governance/events.ts';
import { matterCodeOf } from '../../governance/standards/filing-standard.ts';
import { userIdOf } from '../../identity/index.ts';
import { SHANGHAI_OFFSET_MS, shanghaiDay } from '../../platform/clock.ts';
import { contentDigest, derivedId } from '../../platform/ids.ts';
import type { Chance } from '../chance.ts';
import { HOURS, LIMIT_UNITS, REPORTS_A_DAY, SOURCES, TURNS, type Turn, WEEKEND_SHARE } from './behaviour.ts';
import { createChance } from './chance.ts';

/** A report by somebody, and what its case will go through. */
export interface Arrival {
  readonly at: number;
  readonly caseId: string;
  readonly chance: Chance;
  readonly turns: Set<Turn>;
  readonly reported: Omit<CaseReported['data'], 'caseNumber' | 'petitioner'>;
}

export interface Places {
  readonly locator: Locator;
  readonly districts: readonly string[];
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** The built-up part of the city. */
const AREA = { west: 112.44, east: 112.64, south: 37.7, north: 37.95 } as const;
const DECIMALS = 1e5;
const REPORTERS: Partial<Record<string, string>> = {
  gridWorker: userIdOf('grid-worker'),
  acceptor: userIdOf('acceptor'),
  hotline12345: userIdOf('acceptor'),
  departmentTransfer: userIdOf('acceptor'),
  leader: userIdOf('leader'),
};
const STREETS = [
  '并州路',
  '迎泽大街',
  '长风街',
  '府东街',
  '千峰北路',
  '恒山路',
  '晋祠路',
  '坞城路',
  '学府街',
  '胜利街',
  '和平路',
  '漪汾街',
];
const SPOTS = ['路口东侧', '路口西侧', '公交站旁', '小区南门', '市场门口', '学校对面', '桥下', '中段'];

const HOUR_SHARES = HOURS.map((share, hour) => ({ share, hour }));

/** Reports of the days from `fromMs` (midnight in Asia/Shanghai) on; those of a day depend on the day and the seed alone. */
export const drawArrivals = (
  { fromMs, toMs, seed }: { fromMs: number; toMs: number; seed: string },
  rows: readonly FilingStandardRow[],
  places: Places,
): readonly Arrival[] => {
  const byUnit = new Map(
    LIMIT_UNITS.map(({ unit }) => [unit as string, rows.filter(({ limitUnit }) => limitUnit === unit)]),
  );
  const arrivals: Arrival[] = [];
  for (let day = fromMs; day < toMs; day += DAY_MS) {
    const date = shanghaiDay(day);
    const weekday = new Date(day + SHANGHAI_OFFSET_MS).getUTCDay();
    const count = Math.round(REPORTS_A_DAY * (weekday === 0 || weekday === 6 ? WEEKEND_SHARE : 1));
    for (let n = 0; n < count; n += 1) {
      const arrival = draw(createChance(seed, date, String(n)), day, `${date}-${n}`, byUnit, places);
      if (arrival.at < toMs) arrivals.push(arrival);
    }
  }
  return arrivals.sort((a, b) => a.at - b.at);
};

const draw = (
  chance: Chance,
  day: number,
  name: string,
  byUnit: ReadonlyMap<string, readonly FilingStandardRow[]>,
  places: Places,
): Arrival => {
  const { source } = chance.byShare(SOURCES);
  const at = Math.round(day + (chance.byShare(HOUR_SHARES).hour + chance.between(0, 1)) * HOUR_MS);
  const row = chance.oneOf(byUnit.get(chance.byShare(LIMIT_UNITS).unit)!);
  const place = somewhere(chance, places);
  const caseId = derivedId('demo-history-case', name);
  const address = `${chance.oneOf(STREETS)}${chance.oneOf(SPOTS)}`;
  return {
    at,
    caseId,
    chance,
    turns: new Set((Object.keys(TURNS) as Turn[]).filter((turn) => chance.happens(TURNS[turn]))),
    reported: {
      caseId,
      source,
      reporterId: REPORTERS[source] ?? null,
      description: `${address}，${row.minorName}${row.filingCondition === '' ? '' : `：${row.filingCondition}`}`,
      location: { ...place.location, address },
      divisionCode: place.divisionCode,
      gridCode: place.gridCode,
      matterCode: matterCodeOf(row),
      severity: null,
      photos: [],
      alarm: null,
      ...(source === 'public' ? { publicReport: { codeDigest: contentDigest(`demo-history ${name}`) } } : {}),
      at: new Date(at).toISOString(),
    },
  };
};

const somewhere = (chance: Chance, { locator, districts }: Places) => {
  for (;;) {
    const part = (from: number, to: number) => Math.round(chance.between(from, to) * DECIMALS) / DECIMALS;
    const location = { lon: part(AREA.west, AREA.east), lat: part(AREA.south, AREA.north) };
    const divisionCode = locator.divisionOf(location)?.code;
    if (divisionCode !== undefined && districts.includes(divisionCode))
      return { location, divisionCode, gridCode: locator.gridOf(location)?.code ?? null };
  }
};

import { HOURS, LIMIT_UNITS, SOURCES } from './behaviour.ts';
import { createChance } from './chance.ts';
import { CELL_DEGREES, type District, type Person } from './district.ts';
import { createLife, type Life, takes } from './life.ts';

/** A future report. */
export interface Arrival {
  /** Simulated ms. */
  readonly at: number;
  readonly life: Life;
  readonly by: Person;
  readonly body: Readonly<Record<string, unknown>>;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Random draws for reports, made before there is a case to draw for. */
const ARRIVALS_APART = 1_000_003;

/** All reports of the month: when, where, about what, from whom. */
export const drawArrivals = (
  district: District,
  { seed, cases, days, start }: { seed: number; cases: number; days: number; start: number },
): readonly Arrival[] => {
  const hours = HOURS.map((share, hour) => ({ hour, share }));
  return Array.from({ length: cases }, (_, number): Arrival => {
    const chance = createChance(seed + ARRIVALS_APART, number);
    const { unit, urgent } = chance.byShare(LIMIT_UNITS);
    const matter = chance.oneOf(district.matters.filter(({ limitUnit }) => limitUnit === unit));
    const hour = urgent ? chance.whole(24) : chance.byShare(hours).hour;
    const at = start + chance.whole(days) * DAY_MS + (hour + chance.between(0, 1)) * HOUR_MS;
    const { grid, location } = somewhere(district, chance);
    const { source } = chance.byShare(SOURCES);
    const life = createLife(
      number,
      seed,
      district,
      matter,
      source === 'gridWorker' ? grid.worker : undefined,
    );
    const bySelf = source === 'gridWorker' && takes(life, 'selfHandled');
    const body = {
      source,
      description: `${matter.minorName}：${matter.filingCondition || '需处置'}`,
      location: { ...location, address: `迎泽区模拟地址 ${number + 1} 号` },
      matterCode: `${matter.kind}-${matter.majorCode}-${matter.minorCode}`,
      ...((source === 'public' || source === 'hotline12345') && takes(life, 'withPetitioner')
        ? { petitioner: { name: `模拟市民${number + 1}`, phone: '13800000000' } }
        : {}),
      ...(bySelf
        ? { photos: [district.photo], selfHandling: { result: '现场已恢复', photosAfter: [district.photo] } }
        : {}),
    };
    return { at: Math.round(at), life, by: life.reporter, body };
  });
};

const somewhere = (district: District, chance: ReturnType<typeof createChance>) => {
  for (;;) {
    const grid = chance.oneOf(district.grids);
    const aside = () => chance.between(-0.5, 0.5) * CELL_DEGREES;
    const location = { lon: grid.centre.lon + aside(), lat: grid.centre.lat + aside() };
    if (district.contains(location)) return { grid, location };
  }
};

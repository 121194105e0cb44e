import { readFileSync } from 'node:fs';

export type Values = Record<string, number>;

const FOLDER = new URL('../data/recorded/', import.meta.url);
const FEET_TO_METRES = 0.3048;
const CUBIC_FEET_TO_CUBIC_METRES = 0.028316846592;
/** The record's CO is in µg/m³, our indicator in mg/m³. */
const MICROGRAMS_PER_MILLIGRAM = 1000;

const readRows = (file: string): Record<string, string>[] => {
  const [heading = '', ...lines] = readFileSync(new URL(file, FOLDER), 'utf8').trim().split('\n');
  const split = (line: string) => line.split(',').map((cell) => cell.replaceAll('"', '').trim());
  const names = split(heading);
  return lines.map((line) => Object.fromEntries(split(line).map((cell, n) => [names[n]!, cell])));
};

/** Leaves out what the station did not measure (NA). */
const collect = (
  cells: readonly (readonly [code: string, text: string | undefined, factor?: number])[],
): Values => {
  const values: Values = {};
  for (const [code, text, factor = 1] of cells) {
    const value = text === undefined || text === '' || text === 'NA' ? Number.NaN : Number(text) * factor;
    if (Number.isFinite(value)) values[code] = Math.round(value * 1000) / 1000;
  }
  return values;
};

const AIR_FILES = ['beijing-aotizhongxin-2016.csv', 'beijing-dongsi-2016.csv', 'beijing-huairou-2016.csv'];

/** Hourly records of a station, in the units of the model `air-station`. Hours without any value are left out. */
export const readAirRecord = (station: number): Values[] =>
  readRows(AIR_FILES[station % AIR_FILES.length]!)
    .map((row) =>
      collect([
        ['pm25', row['PM2.5']],
        ['pm10', row.PM10],
        ['so2', row.SO2],
        ['no2', row.NO2],
        ['co', row.CO, 1 / MICROGRAMS_PER_MILLIGRAM],
        ['o3', row.O3],
        ['temperature', row.TEMP],
        ['pressure', row.PRES],
        ['windSpeed', row.WSPM],
      ]),
    )
    .filter((values) => Object.keys(values).length > 0);

export interface RiverHour {
  readonly river: Values;
  readonly rainfall: number;
}

/** Hourly level (m), flow (m³/s) and rain (mm) of the river. */
export const readRiverRecord = (): RiverHour[] =>
  readRows('usgs-01037000-2014.csv')
    .map((row) => ({
      river: collect([
        ['level', row.gage_height_ft, FEET_TO_METRES],
        ['flow', row.discharge_cfs, CUBIC_FEET_TO_CUBIC_METRES],
      ]),
      rainfall: collect([['rain', row.precip_mm]]).rain ?? 0,
    }))
    .filter(({ river }) => Object.keys(river).length > 0);

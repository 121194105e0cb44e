import type { DivisionBoundaryDefined, GridDefined, Ring } from './events.ts';
import { boundsOf, ringOf } from './geometry.ts';
import { createSpatialIndex } from './spatial-index.ts';

/** The six districts of Taiyuan (太原市六城区). */
export const TAIYUAN_DISTRICTS: readonly string[] = [
  '140105',
  '140106',
  '140107',
  '140108',
  '140109',
  '140110',
];

const MAX_SERIAL = 9999;

export interface GridGeneratorOptions {
  /** Side of a cell in degrees, 0.001 to 1. Default 0.01: about 1.1 km by 0.9 km at Taiyuan. */
  readonly cellSizeDegrees?: number;
}

/** Coordinates are whole multiples of the cell size: neighbouring cells share the very same numbers. */
const degrees = (step: number, size: number): number => Number((step * size).toFixed(7));

const cell = (column: number, row: number, size: number): Ring => {
  const [west, east] = [degrees(column, size), degrees(column + 1, size)];
  const [south, north] = [degrees(row, size), degrees(row + 1, size)];
  return ringOf({ west, south, east, north });
};

/**
 * Synthetic duty grids: square cells of one lattice, each given to the county that holds its centre, numbered from north
 * to south and from west to east. The same counties and size always give the same grids.
 *
 * @throws RangeError when the size is out of range or a county would need more than 9,999 cells.
 */
export const generateGrids = (
  counties: readonly Pick<DivisionBoundaryDefined['data'], 'code' | 'name' | 'geometry'>[],
  options: GridGeneratorOptions = {},
): GridDefined['data'][] => {
  const size = options.cellSizeDegrees ?? 0.01;
  if (!(size >= 0.001 && size <= 1)) throw new RangeError(`cell size ${size}° is not within 0.001 to 1`);
  const index = createSpatialIndex(counties);
  const boxes = counties.map((county) => boundsOf(county.geometry));
  const [west, east] = [Math.min(...boxes.map((box) => box.west)), Math.max(...boxes.map((box) => box.east))];
  const [south, north] = [
    Math.min(...boxes.map((box) => box.south)),
    Math.max(...boxes.map((box) => box.north)),
  ];
  const serials = new Map<string, number>();
  const grids: GridDefined['data'][] = [];
  for (let row = Math.floor(north / size); row >= Math.floor(south / size); row--) {
    for (let column = Math.floor(west / size); column <= Math.floor(east / size); column++) {
      const county = index.locate((column + 0.5) * size, (row + 0.5) * size);
      if (county === null) continue;
      const serial = (serials.get(county.code) ?? 0) + 1;
      if (serial > MAX_SERIAL) throw new RangeError(`${county.code} needs more than ${MAX_SERIAL} cells`);
      serials.set(county.code, serial);
      const digits = String(serial).padStart(4, '0');
      grids.push({
        code: `${county.code}G${digits}`,
        name: `${county.name}责任网格${digits}`,
        divisionCode: county.code,
        geometry: { type: 'Polygon', coordinates: [cell(column, row, size)] },
        workerId: null,
        synthetic: true,
      });
    }
  }
  return grids;
};

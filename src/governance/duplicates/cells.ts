/** Degrees of a cell's side: about 220 m by 280 m in Shanxi. Stored with each case: changing it means a rebuild. */
const CELL_DEGREES = 0.0025;
const CELLS_AROUND_EARTH = 360 / CELL_DEGREES;
const METRES_PER_DEGREE = 111_320;

const indexOf = (degrees: number): number => Math.floor(degrees / CELL_DEGREES);
const cell = (x: number, y: number): number => y * CELLS_AROUND_EARTH + x;

/** Number of the cell that contains a point. */
export const cellOf = ({ lon, lat }: { readonly lon: number; readonly lat: number }): number =>
  cell(indexOf(lon + 180), indexOf(lat + 90));

export interface Box {
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
}

/** The box that extends this many metres from a point, in degrees, and the cells that it touches. */
export const cellsAround = (
  { lon, lat }: { readonly lon: number; readonly lat: number },
  reachM: number,
): { readonly box: Box; readonly cells: readonly number[] } => {
  const dLat = reachM / METRES_PER_DEGREE;
  const dLon = dLat / Math.cos((lat * Math.PI) / 180);
  const box = { west: lon - dLon, east: lon + dLon, south: lat - dLat, north: lat + dLat };
  const cells: number[] = [];
  for (let y = indexOf(box.south + 90); y <= indexOf(box.north + 90); y += 1) {
    for (let x = indexOf(box.west + 180); x <= indexOf(box.east + 180); x += 1) cells.push(cell(x, y));
  }
  return { box, cells };
};

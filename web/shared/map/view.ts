import type { Bounds, XY } from './plane.ts';

/** What of a plane is looked at: the middle, and how many metres a pixel is. */
export interface View extends XY {
  readonly metresPerPixel: number;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** From a doorstep to a province. */
const [NEAREST, FARTHEST] = [0.1, 1500];
const between = (metres: number): number => Math.min(FARTHEST, Math.max(NEAREST, metres));

const MARGIN = 1.15;

/** Looks at a box with a margin, and never nearer than `least` metres across. */
export const fitted = (
  { west, east, north, south }: Bounds,
  { width, height }: Size,
  least: number,
): View => ({
  x: (west + east) / 2,
  y: (north + south) / 2,
  metresPerPixel: between(
    Math.max(
      ((east - west) * MARGIN) / Math.max(1, width),
      ((south - north) * MARGIN) / Math.max(1, height),
      least / Math.max(1, Math.min(width, height)),
    ),
  ),
});

export const panned = (view: View, right: number, down: number): View => ({
  ...view,
  x: view.x + right * view.metresPerPixel,
  y: view.y + down * view.metresPerPixel,
});

/** Nearer by a factor above one; what is under `anchor`, in pixels from the middle, stays there. */
export const zoomed = (view: View, factor: number, anchor: XY = { x: 0, y: 0 }): View => {
  const metresPerPixel = between(view.metresPerPixel / factor);
  const moved = view.metresPerPixel - metresPerPixel;
  return { x: view.x + anchor.x * moved, y: view.y + anchor.y * moved, metresPerPixel };
};

/** Where a point of the plane is on the screen, from the upper left corner. */
export const onScreen = (view: View, { width, height }: Size, { x, y }: XY): XY => ({
  x: width / 2 + (x - view.x) / view.metresPerPixel,
  y: height / 2 + (y - view.y) / view.metresPerPixel,
});

const boxOf = (view: View, { width, height }: Size): Bounds => {
  const across = (width / 2) * view.metresPerPixel;
  const along = (height / 2) * view.metresPerPixel;
  return { west: view.x - across, east: view.x + across, north: view.y - along, south: view.y + along };
};

/** What of a box is looked at; turned inside out where that is nothing. */
export const seenPart = (view: View, size: Size, box: Bounds): Bounds => {
  const seen = boxOf(view, size);
  return {
    west: Math.max(seen.west, box.west),
    east: Math.min(seen.east, box.east),
    north: Math.max(seen.north, box.north),
    south: Math.min(seen.south, box.south),
  };
};

/** Whether anything of a box is looked at. */
export const isSeen = (view: View, size: Size, box: Bounds): boolean => {
  const { west, east, north, south } = seenPart(view, size, box);
  return west < east && north < south;
};

const ROUND = [1, 2, 5] as const;

/** A round distance of at most so many pixels, for the bar of a scale. */
export const scaleOf = (
  { metresPerPixel }: View,
  mostPixels: number,
): { readonly metres: number; readonly pixels: number } => {
  const most = metresPerPixel * mostPixels;
  const power = 10 ** Math.floor(Math.log10(most));
  const metres = Math.max(...ROUND.map((each) => each * power).filter((each) => each <= most), power);
  return { metres, pixels: metres / metresPerPixel };
};

export {
  type AbolishedCounties,
  abolishedCountiesSchema,
  successorCodes,
} from './abolished-counties.ts';
export type {
  GeometryLimits,
  GeometryParsed,
  GeometryProblem,
} from './area-geometry.ts';
export {
  type BoundariesParsed,
  type BoundaryData,
  type BoundaryOptions,
  type BoundaryProblem,
  parseBoundaries,
} from './boundaries.ts';
export { boundsAround, metresBetween } from './distance.ts';
export { divisionCovers, isDivisionCode, parentOfCode } from './division-code.ts';
export {
  type DivisionCommand,
  type DivisionEvent,
  type DivisionState,
  divisionStream,
} from './division-decider.ts';
export {
  type DivisionData,
  type DivisionRowProblem,
  type DivisionsParsed,
  parseDivisions,
} from './divisions.ts';
export type * from './events.ts';
export type { BoundingBox } from './geometry.ts';
export {
  type GridCommand,
  type GridEvent,
  type GridState,
  gridDecider,
  gridStream,
} from './grid-decider.ts';
export { type GridPlacement, gridPlacement } from './grid-division.ts';
export { type GridGeneratorOptions, generateGrids, TAIYUAN_DISTRICTS } from './grid-generator.ts';
export {
  type GridData,
  type GridFile,
  type GridImport,
  type GridImportOptions,
  type GridImportProblem,
  placeGrids,
} from './grid-import.ts';
export { findOverlaps, type GridOverlap } from './grid-overlap.ts';
export { interiorPoint } from './interior-point.ts';
export {
  createLocator,
  type LocatedDivision,
  type LocatedGrid,
  type Locator,
  type LocatorInput,
} from './locator.ts';
export { GEOGRAPHY_REFUSALS, type GeographyRefusal } from './refusals.ts';
export type { IndexedArea, SpatialIndex } from './spatial-index.ts';

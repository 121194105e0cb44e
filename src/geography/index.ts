export {
  type AbolishedCounties,
  abolishedCountiesSchema,
  successorCodes,
} from './abolished-counties.ts';
export {
  type GeometryLimits,
  type GeometryParsed,
  type GeometryProblem,
  parseAreaGeometry,
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
export { type BoundingBox, boundsOf, boxesTouch, ringOf, SHANXI_BOUNDS } from './geometry.ts';
export {
  type GridCommand,
  type GridEvent,
  type GridState,
  gridDecider,
  gridStream,
} from './grid-decider.ts';
export { type GridPlacement, gridPlacement } from './grid-division.ts';
export { gapsLeft, overlapsWith, type Piece, sizeOf } from './grid-fit.ts';
export { type GridGeneratorOptions, generateGrids, TAIYUAN_DISTRICTS } from './grid-generator.ts';
export { type GridChange, gridHistory } from './grid-history.ts';
export {
  GRID_CODE,
  type GridData,
  type GridFile,
  type GridImport,
  type GridImportOptions,
  type GridImportProblem,
  placeGrids,
} from './grid-import.ts';
export { findOverlaps, type GridOverlap } from './grid-overlap.ts';
export {
  GRID_CHANGE_WORDS,
  GRID_FAULT_WORDS,
  type GridChangeKind,
  type GridFaultCode,
} from './grid-words.ts';
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

import type { IndexKind } from '../../events.ts';
import { airDeriver } from './air.ts';
import type { IndexDeriver } from './derived-index.ts';
import { floodDeriver } from './flood.ts';
import { noiseDeriver } from './noise.ts';
import { surfaceWaterDeriver } from './surface-water.ts';

export const INDEX_DERIVERS: Readonly<Record<IndexKind, IndexDeriver>> = {
  air: airDeriver,
  surfaceWater: surfaceWaterDeriver,
  noise: noiseDeriver,
  flood: floodDeriver,
};

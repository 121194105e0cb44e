import { ENVIRONMENTAL_MODELS } from './environmental/models.ts';
import { ENVIRONMENTAL_RULES } from './environmental/rules.ts';
import type { DeviceFamily } from './family.ts';
import { HYDROLOGICAL_MODELS } from './hydrological/models.ts';
import { HYDROLOGICAL_RULES } from './hydrological/rules.ts';
import { CAMERA_MODEL, CAMERA_RULES } from './video-analytics/model.ts';

/** Every family that ships with the product. */
export const FAMILIES: readonly DeviceFamily[] = [
  { family: 'environmental', models: ENVIRONMENTAL_MODELS, rules: ENVIRONMENTAL_RULES },
  { family: 'hydrological', models: HYDROLOGICAL_MODELS, rules: HYDROLOGICAL_RULES },
  { family: 'video-analytics', models: [CAMERA_MODEL], rules: CAMERA_RULES },
];

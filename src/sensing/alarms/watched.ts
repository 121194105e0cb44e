import type { IndexKind } from '../events.ts';
import type { AlarmCondition } from './events.ts';

/** What of a device a condition looks at. */
export interface Watched {
  readonly indicators: readonly string[];
  readonly detections: readonly string[];
  readonly indices: readonly IndexKind[];
}

const NOTHING: Watched = { indicators: [], detections: [], indices: [] };

export const watchedBy = (condition: AlarmCondition): Watched => {
  switch (condition.kind) {
    case 'threshold':
    case 'rateOfChange':
    case 'stuck':
    case 'spatial':
      return { ...NOTHING, indicators: [condition.indicator] };
    case 'noData':
      return condition.indicator === null ? NOTHING : { ...NOTHING, indicators: [condition.indicator] };
    case 'composite':
      return { ...NOTHING, indicators: condition.parts.map(({ indicator }) => indicator) };
    case 'detection':
      return { ...NOTHING, detections: [condition.type] };
    case 'index':
      return { ...NOTHING, indices: [condition.index] };
    default:
      return condition satisfies never;
  }
};

import { accepted, type Decider, refused } from '../../../commands/decider.ts';
import type { StationLinesDefined } from '../../events.ts';
import type { StationLines } from './station-lines.ts';

export interface StationLinesState {
  readonly versions: readonly StationLines[];
}

export interface DefineStationLines {
  readonly deviceId: string;
  readonly lines: StationLines;
}

export const STATION_LINES_REFUSALS = {
  datumChanged: {
    status: 422,
    titleZh: '水位基面与现行不一致',
    titleEn: 'The datum differs from that of the lines in force from the same day',
  },
  datumMismatch: {
    status: 422,
    titleZh: '水位基面不一致，无法比较',
    titleEn: 'Levels in different datums cannot be compared',
  },
} as const;

/**
 * Warning lines of a station, version by version. Lines with the same first day replace each other, but not in another datum: that
 * would be a typing error, since a station is not re-levelled for a day in the past.
 */
export const stationLinesDecider: Decider<StationLinesState, DefineStationLines, StationLinesDefined> = {
  initialState: { versions: [] },
  decide({ deviceId, lines }, { versions }) {
    const same = versions.findLast(({ validFrom }) => validFrom === lines.validFrom);
    if (same !== undefined && same.datum !== lines.datum) {
      return refused('datumChanged', `${lines.validFrom} 起的水位基面为 ${same.datum}`);
    }
    if (JSON.stringify(same) === JSON.stringify(lines)) return accepted();
    return accepted({ type: 'StationLinesDefined', data: { deviceId, lines } });
  },
  evolve: ({ versions }, { data }) => ({ versions: [...versions, data.lines] }),
};

import { shanghaiDay } from '../../../platform/clock.ts';
import { floodGrade } from '../flood/grade.ts';
import { linesOn } from '../flood/station-lines.ts';
import { tableFor } from '../tables.ts';
import { bounds, hourSpan, type IndexDeriver } from './derived-index.ts';

/**
 * Flood and low-water grade of the last level of an hour, by the station's warning lines on that day. None if the station has no
 * lines. The station reports in the datum of its lines.
 */
export const floodDeriver: IndexDeriver = {
  spanOf: () => undefined,
  reachHours: () => 1,
  ofHour(context, hourMs) {
    const onDay = shanghaiDay(hourMs);
    const table = tableFor(context.tables, 'waterWarning', onDay);
    const lines = linesOn(context.lines, onDay);
    const level = context.hour(hourMs)?.[context.binding.items.level ?? '']?.last;
    if (table === undefined || lines === undefined || level === undefined) return undefined;
    const answer = floodGrade(table, lines, { level, datum: lines.datum, onDay });
    if (!answer.ok) return undefined;
    const { standard, tableId, tableVersion, signal, ...detail } = answer.grade;
    return {
      kind: 'flood',
      ...bounds(hourSpan(hourMs)),
      standard,
      tableId,
      tableVersion,
      value: level,
      grade: signal ?? detail.lowWater.signal,
      detail: { ...detail, signal },
    };
  },
  ofSpan: () => undefined,
};

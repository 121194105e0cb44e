import { listSilencesBetween } from '../../../projections/sensing/alarm-silence-list/queries.ts';
import type { Sql } from '../../platform/sql.ts';
import { type RecordedInput, syntheticEvent } from '../../sensing/index.ts';
import type { CandidateDevice } from './devices.ts';

/** Silences in the span, with the times at which they were defined and ended early. */
const silenceFacts = async (sql: Sql, from: string, to: string): Promise<readonly RecordedInput[]> => {
  const rows = await listSilencesBetween(sql, from, to);
  return rows.flatMap((row): RecordedInput[] => {
    const { silence_id: silenceId, defined_at: at } = row;
    const data = {
      silenceId,
      scope: row.scope,
      divisionCode: row.division_code,
      from: row.from_at,
      to: row.to_at,
      reason: row.reason,
      by: row.defined_by,
      at,
    };
    const defined = syntheticEvent({ type: 'AlarmSilenceDefined', data }, at > from ? at : from);
    if (row.ended_at === null) return [defined];
    const ended = { silenceId, by: row.ended_by ?? '', at: row.ended_at };
    return [defined, syntheticEvent({ type: 'AlarmSilenceEnded', data: ended }, row.ended_at)];
  });
};

/** Events in the span other than records, in chronological order. */
export const readFacts = async (
  sql: Sql,
  devices: readonly CandidateDevice[],
  { from, to, silences }: { readonly from: string; readonly to: string; readonly silences: boolean },
): Promise<readonly RecordedInput[]> => {
  const retired = devices.flatMap(({ device: { deviceId }, retiredAt }) =>
    retiredAt === null
      ? []
      : [syntheticEvent({ type: 'DeviceRetired', data: { deviceId, reason: '' } }, retiredAt)],
  );
  const facts = [...retired, ...(silences ? await silenceFacts(sql, from, to) : [])];
  return facts
    .filter(({ recordedAt }) => recordedAt < to)
    .sort((a, b) => (a.recordedAt < b.recordedAt ? -1 : a.recordedAt > b.recordedAt ? 1 : 0));
};

import type { Scope } from '../../../projections/scope-clause.ts';
import { findDeviceModel } from '../../../projections/sensing/device-model-list/queries.ts';
import type { EventStore } from '../../event-store/event-store.ts';
import type { Sql } from '../../platform/sql.ts';
import type { AlarmRule } from '../../sensing/events.ts';
import {
  compareAlarms,
  countAlarms,
  createRulePlay,
  type DryRunAlarm,
  type DryRunCounts,
  type DryRunDifference,
  type PlayedRecord,
  type RecordedInput,
  skipReason,
} from '../../sensing/index.ts';
import { type DryRunScope, findDevices } from './devices.ts';
import { readFacts } from './facts.ts';
import { mergeStreams } from './merge-streams.ts';
import { openRecords } from './records.ts';

export interface DryRunRequest {
  readonly rule: AlarmRule;
  /** Version to compare with; null: no comparison. */
  readonly present: AlarmRule | null;
  /** Times of observation, ISO 8601 UTC; `to` is exclusive. */
  readonly from: string;
  readonly to: string;
  readonly scope: DryRunScope;
  /** Scopes that the caller may see. */
  readonly scopes: readonly Scope[];
  /** Whether silences of that period apply. */
  readonly silences: boolean;
}

export interface DryRunLimits {
  readonly maxDevices: number;
  readonly maxRecords: number;
  /** Null: no time limit. */
  readonly maxSeconds: number | null;
}

export interface DryRunReport extends DryRunCounts {
  readonly from: string;
  readonly to: string;
  /** Everything recorded until then has been replayed; before `to` if it was stopped. */
  readonly playedUntil: string;
  readonly truncated: {
    readonly reason: 'records' | 'seconds' | 'aborted';
    readonly limit: number | null;
  } | null;
  readonly devices: number;
  readonly records: { readonly read: number; readonly late: number; readonly doubtful: number };
  /** Whether records of the span are archived and could not be replayed, and of how many devices. */
  readonly archived: { readonly missing: boolean; readonly devices: number };
  readonly alarms: readonly DryRunAlarm[];
  readonly difference: DryRunDifference | null;
  readonly seconds: number;
}

export type DryRunOutcome =
  | { readonly kind: 'done'; readonly report: DryRunReport }
  | { readonly kind: 'tooManyDevices'; readonly devices: number };

export interface DryRunOptions {
  readonly store: EventStore;
  readonly sql: Sql;
  readonly limits: DryRunLimits;
  readonly signal?: AbortSignal;
  /** Hours of the span replayed so far, and in total. */
  readonly onProgress?: (done: number, total: number) => void;
}

const HOUR_MS = 3_600_000;
/** Progress is reported, and the time limit checked, once per this many records. */
const LOOK_EVERY = 256;

/** Devices of both rules, if both are for the same model. */
const ofBoth = (rule: AlarmRule, present: AlarmRule | null): AlarmRule => {
  if (present === null || present.modelId !== rule.modelId || rule.deviceIds === null) return rule;
  const deviceIds = present.deviceIds === null ? null : [...rule.deviceIds, ...present.deviceIds];
  return { ...rule, deviceIds };
};

const isRecord = (type: string): boolean =>
  type === 'ReadingsRecorded' || type === 'DetectionRecorded' || type === 'IndexComputed';

/** An index counts at its time of computation, a record at its time of observation. */
const momentOf = (record: PlayedRecord): string =>
  record.type === 'IndexComputed'
    ? record.recordedAt
    : (record.data as { readonly observedAt: string }).observedAt;

/**
 * What a rule would have raised: plays the records of its devices in the order of the log through the alarm engine's core. Reads
 * only; nothing of it is kept.
 */
export const dryRunAlarmRule = async (
  { store, sql, limits, signal, onProgress }: DryRunOptions,
  { rule, present, from, to, scope, scopes, silences }: DryRunRequest,
): Promise<DryRunOutcome> => {
  const started = performance.now();
  const secondsSince = (): number => (performance.now() - started) / 1000;
  const stopReason = (): 'seconds' | 'aborted' | undefined => {
    if (signal?.aborted === true) return 'aborted';
    return limits.maxSeconds !== null && secondsSince() >= limits.maxSeconds ? 'seconds' : undefined;
  };

  const rules = present === null ? [rule] : [rule, present];
  const found = await findDevices({ sql, store }, ofBoth(rule, present), {
    scopes,
    scope,
    from,
    to,
    limit: limits.maxDevices,
  });
  if ('tooMany' in found) return { kind: 'tooManyDevices', devices: found.tooMany };
  const { devices } = found;
  const model = await findDeviceModel(sql, rule.modelId);
  if (model === undefined) throw new Error(`model ${rule.modelId} is not there: the rule was not checked`);
  const plays = rules.map((each) => createRulePlay({ rule: each, model, devices, from }));
  const facts = [...(await readFacts(sql, devices, { from, to, silences }))];
  const opened = await openRecords(store, rules, devices, {
    from,
    to,
    isOver: () => stopReason() !== undefined,
  });

  const records = { read: 0, late: 0, doubtful: 0 };
  let playedUntil = from;
  let stopped: 'records' | 'seconds' | 'aborted' | undefined =
    opened === undefined ? stopReason() : undefined;
  const applyFactsUntil = (time: string): void => {
    while (facts[0] !== undefined && facts[0].recordedAt <= time) {
      const fact = facts.shift()!;
      for (const play of plays) play.apply(fact);
    }
  };
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)];
  const reportProgress = (ms: number) =>
    onProgress?.((Math.min(ms, toMs) - fromMs) / HOUR_MS, (toMs - fromMs) / HOUR_MS);

  for await (const event of mergeStreams(store, opened?.readers ?? [])) {
    if (!isRecord(event.type)) continue;
    const record = event as PlayedRecord;
    const moment = momentOf(record);
    if (moment < from || moment >= to) continue;
    if (records.read >= limits.maxRecords) stopped = 'records';
    else if (records.read % LOOK_EVERY === 0) {
      stopped = stopReason();
      reportProgress(Date.parse(record.recordedAt));
    }
    if (stopped !== undefined) break;
    records.read += 1;
    const reason = skipReason(rule, record);
    if (reason !== null) records[reason] += 1;
    applyFactsUntil(record.recordedAt);
    for (const play of plays) play.apply(record as RecordedInput);
    if (record.recordedAt > playedUntil) playedUntil = record.recordedAt;
  }
  if (stopped === undefined) {
    applyFactsUntil(to);
    for (const play of plays) play.advanceTo(toMs);
    playedUntil = to;
    reportProgress(toMs);
  }

  const end = playedUntil < to ? playedUntil : to;
  const [alarms, before] = plays.map((play) => play.alarms(end));
  const archivedDevices = opened?.archivedDevices() ?? 0;
  const limit = stopped === 'records' ? limits.maxRecords : stopped === 'seconds' ? limits.maxSeconds : null;
  return {
    kind: 'done',
    report: {
      ...countAlarms(alarms!),
      from,
      to,
      playedUntil: end,
      truncated: stopped === undefined ? null : { reason: stopped, limit },
      devices: devices.length,
      records,
      archived: { missing: archivedDevices > 0, devices: archivedDevices },
      alarms: alarms!,
      difference:
        present === null || before === undefined ? null : compareAlarms(present.ruleVersion, alarms!, before),
      seconds: Math.round(secondsSince() * 1000) / 1000,
    },
  };
};

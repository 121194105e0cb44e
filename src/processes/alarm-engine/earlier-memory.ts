import type { AlarmRule, DeviceRegistered } from '../../sensing/events.ts';
import { alarmIdOf, type MemoryRow } from '../../sensing/index.ts';

/** Rows of releases before rules had kinds: bare definitions, and a row for each rule and device. */
interface EarlierRow {
  readonly kind: string;
  readonly key: string;
  readonly value: unknown;
}
type EarlierState = {
  readonly phase: 'quiet' | 'pending' | 'raised';
  readonly since?: string;
  readonly lastAt?: string;
  readonly hits?: readonly string[];
};

/** Rows of any release as this one reads them. */
export const readRows = (rows: readonly EarlierRow[]): MemoryRow[] => {
  const rules = new Map<string, AlarmRule>();
  const states = new Map<string, Record<string, unknown>>();
  const read: MemoryRow[] = [];
  for (const { kind, key, value } of rows) {
    if (kind === 'device' && !('device' in (value as object)))
      read.push({ kind, key, value: { device: value as DeviceRegistered['data'], registeredAt: 0 } });
    else if (kind === 'rule' && !('rule' in (value as object))) {
      rules.set(key, value as AlarmRule);
      read.push({ kind, key, value: { rule: value, publishedAt: 0 } });
    } else if (kind !== 'state' && kind !== 'saved')
      read.push({ kind: kind as MemoryRow['kind'], key, value });
  }
  for (const { kind, key, value } of rows) {
    if (kind !== 'state') continue;
    const [ruleId, deviceId] = key.split(' ') as [string, string];
    const rule = rules.get(ruleId);
    if (rule === undefined) continue;
    const known = states.get(deviceId) ?? {};
    known[ruleId] = stateOf(rule, deviceId, value as EarlierState);
    states.set(deviceId, known);
  }
  for (const [key, ofDevice] of states)
    read.push({ kind: 'states', key, value: { seen: 0, states: ofDevice } });
  return read;
};

const stateOf = (rule: AlarmRule, deviceId: string, state: EarlierState): object => {
  const lastAt = Date.parse(state.lastAt ?? '1970-01-01T00:00:00.000Z');
  const since = Date.parse(state.since ?? '1970-01-01T00:00:00.000Z');
  const isDetection = rule.condition.kind === 'detection';
  const hits = (state.hits ?? []).map((hit) => Date.parse(hit));
  if (state.phase !== 'raised') {
    if (isDetection) return { condition: { hits, lastAt, lastSeen: lastAt, on: false } };
    return { condition: { phase: state.phase, lastAt, ...(state.phase === 'pending' && { since }) } };
  }
  const raised = {
    alarmId: alarmIdOf(rule, deviceId, state.since!),
    since,
    raisedAt: lastAt,
    severity: rule.severity,
    confirmedAt: lastAt,
  };
  const condition = isDetection
    ? { hits: [since], lastAt, lastSeen: lastAt, on: true }
    : { phase: 'on', since, lastAt };
  return { condition, raised, lastSince: since };
};

import type { Sql } from '../../platform/sql.ts';
import { rowUpserter } from '../../platform/upsert-rows.ts';
import type { AlarmRule, DeviceModelPublished, DeviceRegistered } from '../../sensing/events.ts';
import { createRuleBook, QUIET, type RuleBook, type RuleState } from '../../sensing/index.ts';
import { alarmEngineMemory } from './table.ts';

/** Devices, rules and rule states in memory, with the changes that are not in the table yet. */
export interface AlarmMemory {
  readonly book: RuleBook;
  state(ruleId: string, deviceId: string): RuleState;
  setState(ruleId: string, deviceId: string, state: RuleState): void;
  /** Every state that is not quiet, as [ruleId, deviceId, state]. */
  activeStates(): Iterable<readonly [string, string, RuleState]>;
  rememberDevice(device: DeviceRegistered['data']): void;
  forgetDevice(deviceId: string): void;
  rememberModel(model: DeviceModelPublished['data']): void;
  /** Unit of an indicator, empty where it has none. */
  unitOf(modelId: string, indicator: string): string;
  rememberRule(rule: AlarmRule): void;
  forgetRule(ruleId: string): void;
  /** Writes what changed since the last time. */
  save(sql: Sql): Promise<void>;
}

interface MemoryRow {
  kind: 'device' | 'model' | 'rule' | 'state';
  key: string;
  value: unknown;
}

const upsert = rowUpserter<MemoryRow>(alarmEngineMemory, ['kind', 'key']);
const SEPARATOR = ' ';

export const loadAlarmMemory = async (sql: Sql): Promise<AlarmMemory> => {
  const book = createRuleBook();
  const states = new Map<string, RuleState>();
  const raised = new Set<string>();
  const models = new Map<string, DeviceModelPublished['data']>();
  const dirty = new Map<string, MemoryRow>();
  const removed = new Map<string, Pick<MemoryRow, 'kind' | 'key'>>();

  const mark = (kind: MemoryRow['kind'], key: string, value: unknown) => {
    removed.delete(kind + SEPARATOR + key);
    dirty.set(kind + SEPARATOR + key, { kind, key, value });
  };
  const remove = (kind: MemoryRow['kind'], key: string) => {
    dirty.delete(kind + SEPARATOR + key);
    removed.set(kind + SEPARATOR + key, { kind, key });
  };
  const put = (key: string, state: RuleState) => {
    states.set(key, state);
    if (state.phase === 'raised') raised.add(key);
    else raised.delete(key);
  };

  for (const row of await sql<MemoryRow>`select kind, key, value from alarm_engine_memory`) {
    if (row.kind === 'device') book.setDevice(row.value as DeviceRegistered['data']);
    else if (row.kind === 'model') models.set(row.key, row.value as DeviceModelPublished['data']);
    else if (row.kind === 'rule') book.setRule(row.value as AlarmRule);
    else put(row.key, row.value as RuleState);
  }

  return {
    book,
    state: (ruleId, deviceId) => states.get(ruleId + SEPARATOR + deviceId) ?? QUIET,
    setState(ruleId, deviceId, state) {
      const key = ruleId + SEPARATOR + deviceId;
      put(key, state);
      mark('state', key, state);
    },
    *activeStates() {
      for (const key of [...raised]) {
        const [ruleId, deviceId] = key.split(SEPARATOR) as [string, string];
        yield [ruleId, deviceId, states.get(key)!];
      }
    },
    rememberDevice(device) {
      book.setDevice(device);
      mark('device', device.deviceId, device);
    },
    forgetDevice(deviceId) {
      book.removeDevice(deviceId);
      remove('device', deviceId);
    },
    rememberModel(model) {
      models.set(model.modelId, model);
      mark('model', model.modelId, model);
    },
    unitOf: (modelId, indicator) =>
      models.get(modelId)?.indicators.find(({ code }) => code === indicator)?.unit ?? '',
    rememberRule(rule) {
      book.setRule(rule);
      mark('rule', rule.ruleId, rule);
    },
    forgetRule(ruleId) {
      book.removeRule(ruleId);
      remove('rule', ruleId);
    },
    async save(target) {
      await upsert(target, [...dirty.values()]);
      const gone = [...removed.values()];
      if (gone.length > 0) {
        await target`
          delete from alarm_engine_memory memory
          using unnest(${gone.map((row) => row.kind)}::text[], ${gone.map((row) => row.key)}::text[]) as gone(kind, key)
          where memory.kind = gone.kind and memory.key = gone.key`;
      }
      dirty.clear();
      removed.clear();
    },
  };
};

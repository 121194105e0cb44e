import type { DeviceModelPublished, DeviceRegistered } from '../../events.ts';
import type { AlarmPolicy, AlarmRule } from '../events.ts';
import { createRuleBook, type RuleBook } from '../rule-book.ts';
import type { Silence } from '../silences.ts';
import type { StormState } from '../storm.ts';
import {
  type CountyUnit,
  createCounty,
  createDevice,
  createGroupUnit,
  type DeviceUnit,
  type GroupUnit,
  groupKey,
  type StoredDevice,
  type StoredGroupUnit,
  storedDevice,
  storedGroupUnit,
  type Unit,
} from './units.ts';

/** One thing that the engine remembers, as JSON. */
export interface MemoryRow {
  readonly kind: 'device' | 'model' | 'rule' | 'states' | 'group' | 'county' | 'silence' | 'policy' | 'clock';
  readonly key: string;
  readonly value: unknown;
}
export interface MemoryChanges {
  readonly rows: readonly MemoryRow[];
  readonly removed: readonly Pick<MemoryRow, 'kind' | 'key'>[];
}

interface KeptRule {
  readonly rule: AlarmRule;
  readonly publishedAt: number;
}
interface KeptDevice {
  readonly device: DeviceRegistered['data'];
  readonly registeredAt: number;
}

/** Everything that the engine knows, as a function of the log up to where it has read. */
export interface CoreMemory {
  readonly book: RuleBook;
  readonly devices: ReadonlyMap<string, DeviceUnit>;
  readonly groups: ReadonlyMap<string, GroupUnit>;
  readonly counties: ReadonlyMap<string, CountyUnit>;
  readonly silences: ReadonlyMap<string, Silence>;
  policy(): AlarmPolicy | undefined;
  /** When the server came back last, ms; 0: it was never away. */
  resumedAt(): number;
  /** Unit of an indicator, empty where it has none. */
  unitOf(modelId: string, indicator: string): string;
  setModel(model: DeviceModelPublished['data']): void;
  setRule(rule: AlarmRule, publishedAt: number): void;
  removeRule(ruleId: string): void;
  setDevice(device: DeviceRegistered['data'], registeredAt: number): DeviceUnit;
  removeDevice(deviceId: string): void;
  group(ruleId: string, group: string): GroupUnit;
  removeGroup(key: string): void;
  county(code: string): CountyUnit;
  setSilence(silenceId: string, silence: Silence): void;
  removeSilence(silenceId: string): void;
  setPolicy(policy: AlarmPolicy): void;
  setResumedAt(at: number): void;
  /** The unit's own part changed. */
  touch(unit: Unit): void;
  /** What changed since the last time. */
  takeChanges(): MemoryChanges;
}

const SEPARATOR = ' ';

export const loadMemory = (rows: Iterable<MemoryRow>): CoreMemory => {
  const book = createRuleBook();
  const devices = new Map<string, DeviceUnit>();
  const groups = new Map<string, GroupUnit>();
  const counties = new Map<string, CountyUnit>();
  const silences = new Map<string, Silence>();
  const units = new Map<string, Map<string, string>>();
  let policy: AlarmPolicy | undefined;
  let resumedAt = 0;

  const touched = new Set<Unit>();
  const changed = new Map<string, MemoryRow>();
  const removed = new Map<string, Pick<MemoryRow, 'kind' | 'key'>>();
  const mark = (kind: MemoryRow['kind'], key: string, value: unknown) => {
    removed.delete(kind + SEPARATOR + key);
    changed.set(kind + SEPARATOR + key, { kind, key, value });
  };
  const remove = (kind: MemoryRow['kind'], key: string) => {
    changed.delete(kind + SEPARATOR + key);
    removed.set(kind + SEPARATOR + key, { kind, key });
  };
  const keepUnits = ({ modelId, indicators }: DeviceModelPublished['data']) =>
    units.set(modelId, new Map(indicators.map(({ code, unit }) => [code, unit])));

  const states = new Map<string, StoredDevice>();
  const kept: KeptDevice[] = [];
  for (const { kind, key, value } of rows) {
    if (kind === 'device') kept.push(value as KeptDevice);
    else if (kind === 'states') states.set(key, value as StoredDevice);
    else if (kind === 'model') keepUnits(value as DeviceModelPublished['data']);
    else if (kind === 'rule') {
      const { rule, publishedAt } = value as KeptRule;
      book.setRule(rule, publishedAt);
    } else if (kind === 'group') {
      const stored = value as StoredGroupUnit;
      groups.set(key, createGroupUnit(stored.ruleId, stored.group, stored));
    } else if (kind === 'county') counties.set(key, createCounty(key, value as StormState));
    else if (kind === 'silence') silences.set(key, value as Silence);
    else if (kind === 'policy') policy = value as AlarmPolicy;
    else resumedAt = (value as { resumedAt: number }).resumedAt;
  }
  for (const { device, registeredAt } of kept)
    devices.set(device.deviceId, createDevice(device, registeredAt, states.get(device.deviceId)));

  const rowOf = (unit: Unit): MemoryRow => {
    if (unit.kind === 'device') return { kind: 'states', key: unit.key, value: storedDevice(unit) };
    if (unit.kind === 'group') return { kind: 'group', key: unit.key, value: storedGroupUnit(unit) };
    return { kind: 'county', key: unit.key, value: unit.state };
  };

  return {
    book,
    devices,
    groups,
    counties,
    silences,
    policy: () => policy,
    resumedAt: () => resumedAt,
    unitOf: (modelId, indicator) => units.get(modelId)?.get(indicator) ?? '',
    setModel(model) {
      keepUnits(model);
      mark('model', model.modelId, model);
    },
    setRule(rule, publishedAt) {
      book.setRule(rule, publishedAt);
      mark('rule', rule.ruleId, { rule, publishedAt } satisfies KeptRule);
    },
    removeRule(ruleId) {
      book.removeRule(ruleId);
      remove('rule', ruleId);
    },
    setDevice(device, registeredAt) {
      const known = devices.get(device.deviceId);
      const unit = known ?? createDevice(device, registeredAt);
      unit.device = device;
      unit.registeredAt = registeredAt;
      devices.set(device.deviceId, unit);
      mark('device', device.deviceId, { device, registeredAt } satisfies KeptDevice);
      return unit;
    },
    removeDevice(deviceId) {
      const unit = devices.get(deviceId);
      if (unit !== undefined) touched.delete(unit);
      devices.delete(deviceId);
      remove('device', deviceId);
      remove('states', deviceId);
    },
    group(ruleId, group) {
      const key = groupKey(ruleId, group);
      let unit = groups.get(key);
      if (unit === undefined) {
        unit = createGroupUnit(ruleId, group);
        groups.set(key, unit);
      }
      return unit;
    },
    removeGroup(key) {
      const unit = groups.get(key);
      if (unit !== undefined) touched.delete(unit);
      groups.delete(key);
      remove('group', key);
    },
    county(code) {
      let unit = counties.get(code);
      if (unit === undefined) {
        unit = createCounty(code);
        counties.set(code, unit);
      }
      return unit;
    },
    setSilence(silenceId, silence) {
      silences.set(silenceId, silence);
      mark('silence', silenceId, silence);
    },
    removeSilence(silenceId) {
      silences.delete(silenceId);
      remove('silence', silenceId);
    },
    setPolicy(next) {
      policy = next;
      mark('policy', 'policy', next);
    },
    setResumedAt(at) {
      resumedAt = at;
      mark('clock', 'clock', { resumedAt: at });
    },
    touch(unit) {
      touched.add(unit);
    },
    takeChanges() {
      const rows = [...changed.values(), ...[...touched].map(rowOf)];
      for (const { kind, key } of rows) removed.delete(kind + SEPARATOR + key);
      const changes = { rows, removed: [...removed.values()] };
      touched.clear();
      changed.clear();
      removed.clear();
      return changes;
    },
  };
};

import type { AlarmRule, DeviceRegistered } from '../events.ts';

/** Rules of one device, found by what it says: one Map look-up where no rule watches. */
export interface DeviceRules {
  readonly byIndicator: ReadonlyMap<string, readonly AlarmRule[]>;
  readonly byDetection: ReadonlyMap<string, readonly AlarmRule[]>;
}

export interface RuleBook {
  setRule(rule: AlarmRule): void;
  removeRule(ruleId: string): AlarmRule | undefined;
  setDevice(device: DeviceRegistered['data']): void;
  removeDevice(deviceId: string): void;
  device(deviceId: string): DeviceRegistered['data'] | undefined;
  rule(ruleId: string): AlarmRule | undefined;
  rulesOf(deviceId: string): DeviceRules;
}

const NO_RULES: DeviceRules = { byIndicator: new Map(), byDetection: new Map() };

/** Which rules hold for which device. Compiled per device on first use, dropped when a rule changes. */
export const createRuleBook = (): RuleBook => {
  const rules = new Map<string, AlarmRule>();
  const devices = new Map<string, DeviceRegistered['data']>();
  const compiled = new Map<string, DeviceRules>();

  const compile = (device: DeviceRegistered['data']): DeviceRules => {
    const byIndicator = new Map<string, AlarmRule[]>();
    const byDetection = new Map<string, AlarmRule[]>();
    for (const rule of rules.values()) {
      if (rule.modelId !== device.modelId) continue;
      if (rule.deviceIds !== null && !rule.deviceIds.includes(device.deviceId)) continue;
      const { condition } = rule;
      if (condition.kind !== 'threshold' && condition.kind !== 'detection') continue;
      const [map, subject] =
        condition.kind === 'threshold' ? [byIndicator, condition.indicator] : [byDetection, condition.type];
      map.set(subject, [...(map.get(subject) ?? []), rule]);
    }
    return { byIndicator, byDetection };
  };

  return {
    setRule(rule) {
      rules.set(rule.ruleId, rule);
      compiled.clear();
    },
    removeRule(ruleId) {
      const rule = rules.get(ruleId);
      rules.delete(ruleId);
      compiled.clear();
      return rule;
    },
    setDevice(device) {
      devices.set(device.deviceId, device);
      compiled.delete(device.deviceId);
    },
    removeDevice(deviceId) {
      devices.delete(deviceId);
      compiled.delete(deviceId);
    },
    device: (deviceId) => devices.get(deviceId),
    rule: (ruleId) => rules.get(ruleId),
    rulesOf(deviceId) {
      const known = compiled.get(deviceId);
      if (known !== undefined) return known;
      const device = devices.get(deviceId);
      if (device === undefined) return NO_RULES;
      const fresh = compile(device);
      compiled.set(deviceId, fresh);
      return fresh;
    },
  };
};

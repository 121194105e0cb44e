import { subjectOf } from './alarm-id.ts';
import type { AlarmRule } from './events.ts';

/** A rule in the engine: one object for all devices to which it applies. */
export interface ArmedRule {
  readonly rule: AlarmRule;
  readonly subject: string;
  readonly isSafetyCritical: boolean;
  /** When it was published, ms: it ignores the time before. */
  readonly publishedAt: number;
}

/** Rules by the content of a report: a single look-up if there is none. */
export interface DeviceRules {
  readonly byIndicator: ReadonlyMap<string, readonly ArmedRule[]>;
  /** Rules on several indicators, which are evaluated once per record. */
  readonly composite: readonly ArmedRule[];
  readonly byDetection: ReadonlyMap<string, readonly ArmedRule[]>;
  /** By index and period, for example `air.hour`. */
  readonly byIndex: ReadonlyMap<string, readonly ArmedRule[]>;
  readonly noData: readonly ArmedRule[];
}

export interface RuleBook {
  setRule(rule: AlarmRule, publishedAt: number): void;
  removeRule(ruleId: string): void;
  rule(ruleId: string): ArmedRule | undefined;
  rulesOf(modelId: string, deviceId: string): DeviceRules;
}

export const isSafetyCritical = ({ safetyCritical, severity }: AlarmRule): boolean =>
  safetyCritical ?? severity === 'red';

interface ModelRules {
  readonly forAll: DeviceRules;
  /** Rules that list their devices, by device. */
  readonly named: ReadonlyMap<string, readonly ArmedRule[]>;
  readonly general: readonly ArmedRule[];
  /** Compiled on first use, for devices listed in a rule. */
  readonly own: Map<string, DeviceRules>;
}

/** Which rules apply to which device. Compiled once per model; only devices listed in rules have a separate compilation. */
export const createRuleBook = (): RuleBook => {
  const rules = new Map<string, ArmedRule>();
  const models = new Map<string, ModelRules>();

  const compileModel = (modelId: string): ModelRules => {
    const general: ArmedRule[] = [];
    const named = new Map<string, ArmedRule[]>();
    for (const armed of rules.values()) {
      const { rule } = armed;
      if (rule.modelId !== modelId) continue;
      if (rule.deviceIds === null) general.push(armed);
      else for (const deviceId of rule.deviceIds) pushTo(named, deviceId, armed);
    }
    return { general, named, forAll: compile(general), own: new Map() };
  };

  return {
    setRule(rule, publishedAt) {
      const before = rules.get(rule.ruleId);
      if (before !== undefined) models.delete(before.rule.modelId);
      rules.set(rule.ruleId, {
        rule,
        subject: subjectOf(rule),
        isSafetyCritical: isSafetyCritical(rule),
        publishedAt,
      });
      models.delete(rule.modelId);
    },
    removeRule(ruleId) {
      const before = rules.get(ruleId);
      rules.delete(ruleId);
      if (before !== undefined) models.delete(before.rule.modelId);
    },
    rule: (ruleId) => rules.get(ruleId),
    rulesOf(modelId, deviceId) {
      let model = models.get(modelId);
      if (model === undefined) {
        model = compileModel(modelId);
        models.set(modelId, model);
      }
      const named = model.named.get(deviceId);
      if (named === undefined) return model.forAll;
      let own = model.own.get(deviceId);
      if (own === undefined) {
        own = compile([...model.general, ...named]);
        model.own.set(deviceId, own);
      }
      return own;
    },
  };
};

const pushTo = <Key>(map: Map<Key, ArmedRule[]>, key: Key, armed: ArmedRule): void => {
  const list = map.get(key);
  if (list === undefined) map.set(key, [armed]);
  else list.push(armed);
};

/** In the order of their ids, so that the result of a record does not depend on the order in which rules were published. */
const compile = (armed: readonly ArmedRule[]): DeviceRules => {
  const byIndicator = new Map<string, ArmedRule[]>();
  const byDetection = new Map<string, ArmedRule[]>();
  const byIndex = new Map<string, ArmedRule[]>();
  const composite: ArmedRule[] = [];
  const noData: ArmedRule[] = [];
  for (const each of [...armed].sort((a, b) => (a.rule.ruleId < b.rule.ruleId ? -1 : 1))) {
    const { condition } = each.rule;
    if (condition.kind === 'composite') composite.push(each);
    else if (condition.kind === 'noData') noData.push(each);
    else if (condition.kind === 'detection') pushTo(byDetection, condition.type, each);
    else if (condition.kind === 'index') pushTo(byIndex, each.subject, each);
    else pushTo(byIndicator, condition.indicator, each);
  }
  return { byIndicator, composite, byDetection, byIndex, noData };
};

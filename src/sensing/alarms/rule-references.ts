import type { AlarmRule, DeviceModelPublished } from '../events.ts';

/** The objects to which a rule refers, as far as the check needs them. */
export interface RuleSurroundings {
  readonly model: DeviceModelPublished['data'] | undefined;
  /** Model of each listed device; absent: the device does not exist. */
  readonly modelOfDevice: ReadonlyMap<string, string>;
  readonly isMatter: (code: string) => boolean;
}

/** `path` is that of the rule's member, with dots. */
export interface RuleProblem {
  readonly path: string;
  readonly code:
    | 'malformed'
    | 'unknownModel'
    | 'unknownIndicator'
    | 'unknownDetectionType'
    | 'unknownIndex'
    | 'unknownDevice'
    | 'otherModel'
    | 'unknownMatter';
  readonly message: string;
}

interface Named {
  readonly path: string;
  readonly indicator: string;
}

const indicatorsOf = ({ condition }: AlarmRule): readonly Named[] => {
  switch (condition.kind) {
    case 'threshold':
    case 'rateOfChange':
    case 'stuck':
    case 'spatial':
      return [{ path: 'condition.indicator', indicator: condition.indicator }];
    case 'noData':
      return condition.indicator === null
        ? []
        : [{ path: 'condition.indicator', indicator: condition.indicator }];
    case 'composite':
      return condition.parts.map(({ indicator }, n) => ({
        path: `condition.parts.${n}.indicator`,
        indicator,
      }));
    case 'index':
    case 'detection':
      return [];
    default:
      return condition satisfies never;
  }
};

/** Codes of the indicators used by a rule; none for a rule on detections or indices. */
export const watchedIndicators = (rule: AlarmRule): readonly string[] =>
  indicatorsOf(rule).map(({ indicator }) => indicator);

/**
 * Finds missing references of a rule. A rule with such a mistake would never raise an alarm and nobody would see why. Statistics in
 * frames (`pm25.hourAvg`) belong to the indicator before the point.
 */
export const checkRuleReferences = (rule: AlarmRule, around: RuleSurroundings): readonly RuleProblem[] => {
  const { model, modelOfDevice, isMatter } = around;
  const problems: RuleProblem[] = [];
  const add = (path: string, code: RuleProblem['code'], message: string) =>
    problems.push({ path, code, message });

  if (model === undefined) {
    add('modelId', 'unknownModel', `型号 ${rule.modelId} 不存在`);
  } else {
    const known = new Set(model.indicators.map(({ code }) => code));
    for (const { path, indicator } of indicatorsOf(rule))
      if (!known.has(indicator) && !known.has(indicator.split('.')[0]!))
        add(path, 'unknownIndicator', `型号 ${rule.modelId} 没有指标 ${indicator}`);
    const { condition } = rule;
    if (condition.kind === 'detection' && !model.detections.some(({ type }) => type === condition.type))
      add('condition.type', 'unknownDetectionType', `型号 ${rule.modelId} 没有识别类型 ${condition.type}`);
    if (condition.kind === 'index' && !model.indices?.some(({ kind }) => kind === condition.index))
      add('condition.index', 'unknownIndex', `型号 ${rule.modelId} 不计算指数 ${condition.index}`);
  }
  (rule.deviceIds ?? []).forEach((deviceId, n) => {
    const modelId = modelOfDevice.get(deviceId);
    if (modelId === undefined) add(`deviceIds.${n}`, 'unknownDevice', `设备 ${deviceId} 不存在`);
    else if (modelId !== rule.modelId)
      add(`deviceIds.${n}`, 'otherModel', `设备 ${deviceId} 的型号是 ${modelId}`);
  });
  if (rule.matterCode !== null && !isMatter(rule.matterCode))
    add('matterCode', 'unknownMatter', `没有事项 ${rule.matterCode} 的立案标准`);
  return problems;
};

import type { AlarmRule, DeviceModelPublished } from '../src/sensing/events.ts';

/** A family of devices: what its models measure and the rules that hold for them until somebody changes them. */
export interface DeviceFamily {
  readonly family: string;
  readonly models: readonly DeviceModelPublished['data'][];
  readonly rules: readonly AlarmRule[];
}

type ThresholdRule = Pick<AlarmRule, 'ruleId' | 'name' | 'modelId' | 'severity' | 'matterCode' | 'source'> & {
  readonly indicator: string;
  readonly direction?: 'above' | 'below';
  readonly raiseAt: number;
  readonly clearAt: number;
  readonly forSeconds: number;
};

/** A default rule on a value: one open case per device. */
export const thresholdRule = ({
  indicator,
  direction,
  raiseAt,
  clearAt,
  forSeconds,
  ...rule
}: ThresholdRule): AlarmRule => ({
  ...rule,
  ruleVersion: 1,
  deviceIds: null,
  condition: { kind: 'threshold', indicator, direction: direction ?? 'above', raiseAt, clearAt, forSeconds },
  caseScope: 'device',
});

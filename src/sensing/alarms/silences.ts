import type { AlarmSilenceDefined, DeviceRegistered, SilenceScope } from '../events.ts';

export interface Silence {
  readonly scope: SilenceScope;
  /** Division for which it was defined: it applies to no device elsewhere, even if its grid is later moved. */
  readonly divisionCode: string;
  /** ms UTC; `to` is exclusive. */
  readonly from: number;
  readonly to: number;
}
export interface Silenced {
  readonly device: DeviceRegistered['data'];
  readonly ruleId: string;
}

export const silenceOf = ({ scope, divisionCode, from, to }: AlarmSilenceDefined['data']): Silence => ({
  scope,
  divisionCode,
  from: Date.parse(from),
  to: Date.parse(to),
});

const onOneLine = (one: string, other: string): boolean => one.startsWith(other) || other.startsWith(one);

/** Every member given in the scope must match. */
export const covers = ({ scope, divisionCode }: Silence, { device, ruleId }: Silenced): boolean =>
  onOneLine(divisionCode, device.divisionCode) &&
  (scope.deviceId === undefined || scope.deviceId === device.deviceId) &&
  (scope.modelId === undefined || scope.modelId === device.modelId) &&
  (scope.ruleId === undefined || scope.ruleId === ruleId) &&
  (scope.gridCode === undefined || scope.gridCode === device.gridCode) &&
  (scope.divisionCode === undefined || device.divisionCode.startsWith(scope.divisionCode));

/** Until when a device and rule that are silenced at a time remain so; undefined: they are not silenced. */
export const silencedUntil = (
  silences: Iterable<Silence>,
  what: Silenced,
  at: number,
): number | undefined => {
  let until: number | undefined;
  for (const silence of silences)
    if (silence.from <= at && at < silence.to && covers(silence, what))
      until = Math.max(until ?? 0, silence.to);
  return until;
};

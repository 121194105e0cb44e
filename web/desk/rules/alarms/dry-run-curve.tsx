import { useSay } from '../../../shared/language.ts';
import type { Threshold } from '../../curve/curve.tsx';
import { IndicatorCurve } from '../../curve/indicator-curve.tsx';
import { DAY_MS } from '../../curve/readings-query.ts';
import { useModels } from '../../device/device-query.ts';
import type { Draft, DryRun } from './rule-query.ts';

type Alarm = DryRun['alarms'][number];

const HALF_DAY_MS = DAY_MS / 2;
const MINUTE_MS = 60_000;

/** The indicator that a rule watches, and the lines at which it raises. */
const watchedBy = ({
  condition,
  severity,
}: Draft): { code: string; lines: readonly Threshold[] } | undefined => {
  switch (condition.kind) {
    case 'threshold':
      return {
        code: condition.indicator,
        lines: [
          { value: condition.raiseAt, severity },
          ...(condition.levels ?? []).map((level) => ({ value: level.raiseAt, severity: level.severity })),
        ],
      };
    case 'spatial':
      return { code: condition.indicator, lines: [{ value: condition.raiseAt, severity }] };
    case 'composite': {
      const [first] = condition.parts;
      return first && { code: first.indicator, lines: [{ value: first.raiseAt, severity }] };
    }
    case 'rateOfChange':
    case 'stuck':
      return { code: condition.indicator, lines: [] };
    case 'noData':
      return condition.indicator === null ? undefined : { code: condition.indicator, lines: [] };
    default:
      return undefined;
  }
};

/** A day of the device around an alarm, with every alarm that would have been raised in it. */
export const DryRunCurve = ({
  alarm,
  alarms,
  draft,
}: {
  readonly alarm: Alarm;
  readonly alarms: readonly Alarm[];
  readonly draft: Draft;
}) => {
  const say = useSay();
  const model = useModels().find(({ modelId }) => modelId === draft.modelId);
  const until = Math.min(Date.now(), Date.parse(alarm.raisedAt) + HALF_DAY_MS);
  const watched = watchedBy(draft);
  const indicator = model?.indicators.find(
    ({ code }) => code === (watched?.code ?? model.indicators[0]?.code),
  );
  if (indicator === undefined) return null;
  return (
    <section aria-label={say('会告警的时段', 'When it would have been raised')}>
      <h3>{alarm.deviceName}</h3>
      <IndicatorCurve
        deviceId={alarm.deviceId}
        indicator={indicator}
        // By the minute, so that the same alarm is asked for once.
        until={Math.ceil(until / MINUTE_MS) * MINUTE_MS}
        thresholds={watched?.lines ?? []}
        alarms={alarms.filter(({ deviceId }) => deviceId === alarm.deviceId)}
      />
    </section>
  );
};

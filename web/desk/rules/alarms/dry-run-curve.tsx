import { useQuery } from '@tanstack/react-query';
import { useSay } from '../../../shared/language.ts';
import { Curve, type Threshold } from '../../curve/curve.tsx';
import { gapOf } from '../../curve/gap.ts';
import { DAY_MS, readingsQuery, samplesOf } from '../../curve/readings-query.ts';
import { deviceQuery, useModels } from '../../device/device-query.ts';
import { Loaded } from '../../list/loaded.tsx';
import type { Draft, DryRun } from './rule-query.ts';

type Alarm = DryRun['alarms'][number];

const HALF_DAY_MS = DAY_MS / 2;

/** The indicator that a rule watches, and the lines at which it raises. */
const watchedBy = ({
  condition,
  severity,
}: Draft): { code: string; lines: readonly Threshold[] } | undefined => {
  switch (condition.kind) {
    case 'threshold':
      return {
        code: condition.indicator,
        lines: [{ value: condition.raiseAt, severity }, ...(condition.levels ?? [])].map((line) => ({
          value: 'value' in line ? line.value : line.raiseAt,
          severity: line.severity,
        })),
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
  const device = useQuery(deviceQuery(alarm.deviceId));
  const model = useModels().find(({ modelId }) => modelId === draft.modelId);
  const until = Math.min(Date.now(), Date.parse(alarm.raisedAt) + HALF_DAY_MS);
  // By the minute, so that the same alarm is asked for once.
  const readings = useQuery(readingsQuery(alarm.deviceId, Math.ceil(until / 60_000) * 60_000));
  const watched = watchedBy(draft);
  const indicator = model?.indicators.find(
    ({ code }) => code === (watched?.code ?? model.indicators[0]?.code),
  );
  if (indicator === undefined) return null;
  return (
    <section aria-label={say('会告警的时段', 'When it would have been raised')}>
      <h3>{alarm.deviceName}</h3>
      <Loaded of={readings}>
        {readings.data !== undefined && (
          <Curve
            name={indicator.name}
            unit={indicator.unit}
            samples={samplesOf(readings.data.records, indicator.code)}
            from={readings.data.from}
            until={readings.data.until}
            gapMs={gapOf(device.data)}
            thresholds={watched?.lines ?? []}
            spans={alarms
              .filter(({ deviceId }) => deviceId === alarm.deviceId)
              .map(({ since, clearedAt }) => ({
                from: Date.parse(since),
                until: clearedAt === null ? until : Date.parse(clearedAt),
              }))}
          />
        )}
      </Loaded>
    </section>
  );
};

import { useQuery } from '@tanstack/react-query';
import { useSay } from '../../shared/language.ts';
import { IndicatorCurve } from '../curve/indicator-curve.tsx';
import { deviceQuery, useModels } from '../device/device-query.ts';
import { type Alarm, ruleQuery } from './alarm-query.ts';
import { thresholdsOf } from './thresholds.ts';

/** What is drawn after an alarm has ended, so that its end can be seen. */
const AFTER_MS = 3_600_000;

/** The readings around an alarm, a day of them, with the lines that its rule draws. */
export const AlarmCurve = ({ alarm }: { readonly alarm: Alarm }) => {
  const say = useSay();
  const models = useModels();
  const device = useQuery(deviceQuery(alarm.deviceId));
  const rule = useQuery(ruleQuery(alarm.ruleId));
  const ended = alarm.clearedAt === null ? undefined : Date.parse(alarm.clearedAt) + AFTER_MS;
  const until = ended === undefined || ended > Date.now() ? undefined : ended;

  const model = models.find(({ modelId }) => modelId === device.data?.modelId);
  const watched = model?.indicators.find(({ code }) => code === alarm.subject);
  if (model === undefined || (watched === undefined && model.indicators.length === 0)) return null;
  // An index or a silence is of no single indicator: the first says how the device does.
  const indicator = watched ?? model.indicators[0]!;
  return (
    <section aria-label={say('监测曲线', 'Readings')}>
      <h3>{say('监测曲线（24 小时）', 'Readings of 24 h')}</h3>
      <IndicatorCurve
        deviceId={alarm.deviceId}
        indicator={indicator}
        until={until}
        thresholds={watched === undefined ? [] : thresholdsOf(rule.data, alarm)}
        alarms={[alarm]}
      />
    </section>
  );
};

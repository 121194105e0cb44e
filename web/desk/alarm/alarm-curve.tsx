import { useQuery } from '@tanstack/react-query';
import { useSay } from '../../shared/language.ts';
import { IndicatorCurve } from '../curve/indicator-curve.tsx';
import { deviceQuery, useModels } from '../device/device-query.ts';
import { type Alarm, ruleQuery } from './alarm-query.ts';
import { drawnOf } from './drawn.ts';

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
  if (model === undefined) return null;
  const drawn = drawnOf(model.indicators, rule.data, alarm);
  if (drawn.length === 0) return null;
  return (
    <section aria-label={say('监测曲线', 'Readings')}>
      <h3>{say('监测曲线（24 小时）', 'Readings of 24 h')}</h3>
      {drawn.map(({ indicator, thresholds }) => (
        <IndicatorCurve
          key={indicator.code}
          deviceId={alarm.deviceId}
          indicator={indicator}
          until={until}
          thresholds={thresholds}
          alarms={[alarm]}
        />
      ))}
    </section>
  );
};

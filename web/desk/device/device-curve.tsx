import { Select } from 'antd';
import { useState } from 'react';
import { useSay } from '../../shared/language.ts';
import { IndicatorCurve } from '../curve/indicator-curve.tsx';
import { type Device, useModels } from './device-query.ts';

/** A day of one indicator, which can be chosen. */
export const DeviceCurve = ({ device }: { readonly device: Device }) => {
  const say = useSay();
  const model = useModels().find(({ modelId }) => modelId === device.modelId);
  const [code, setCode] = useState<string>();
  if (model === undefined || model.indicators.length === 0) return null;
  const indicator = model.indicators.find((each) => each.code === code) ?? model.indicators[0]!;
  return (
    <section aria-label={say('监测曲线', 'Readings')}>
      <h3>{say('监测曲线（24 小时）', 'Readings of 24 h')}</h3>
      <Select
        aria-label={say('指标', 'Indicator')}
        value={indicator.code}
        onChange={setCode}
        options={model.indicators.map((each) => ({ value: each.code, label: each.name }))}
        popupMatchSelectWidth={false}
      />
      <IndicatorCurve deviceId={device.deviceId} indicator={indicator} />
    </section>
  );
};

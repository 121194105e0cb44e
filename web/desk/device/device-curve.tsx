import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useSay } from '../../shared/language.ts';
import { Curve } from '../curve/curve.tsx';
import { gapOf } from '../curve/gap.ts';
import { readingsQuery, samplesOf } from '../curve/readings-query.ts';
import { Loaded } from '../list/loaded.tsx';
import { type Device, useModels } from './device-query.ts';

/** A day of one indicator, which can be chosen. */
export const DeviceCurve = ({ device }: { readonly device: Device }) => {
  const say = useSay();
  const model = useModels().find(({ modelId }) => modelId === device.modelId);
  const [code, setCode] = useState<string>();
  const readings = useQuery(readingsQuery(device.deviceId));
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
      <Loaded of={readings}>
        {readings.data !== undefined && (
          <>
            <Curve
              name={indicator.name}
              unit={indicator.unit}
              samples={samplesOf(readings.data.records, indicator.code)}
              from={readings.data.from}
              until={readings.data.until}
              gapMs={gapOf(device)}
            />
            {readings.data.isCut && (
              <p className="hint">
                {say('记录过多，只画最近的部分。', 'Too many records: the latest are drawn.')}
              </p>
            )}
          </>
        )}
      </Loaded>
    </section>
  );
};

import { useQuery } from '@tanstack/react-query';
import { useSay } from '../../shared/language.ts';
import { type DeviceModel, deviceQuery } from '../device/device-query.ts';
import { Loaded } from '../list/loaded.tsx';
import { Curve, type Threshold } from './curve.tsx';
import { gapOf } from './gap.ts';
import { readingsQuery, samplesOf } from './readings-query.ts';

interface Props {
  readonly deviceId: string;
  readonly indicator: Pick<DeviceModel['indicators'][number], 'code' | 'name' | 'unit'>;
  /** The end of the day that is drawn; now, where it is left out. */
  readonly until?: number | undefined;
  readonly thresholds?: readonly Threshold[];
  /** Times that the curve is about; one that has not been cleared goes on. */
  readonly alarms?: readonly { readonly since: string; readonly clearedAt: string | null }[];
}

/** A day of one indicator of a device. */
export const IndicatorCurve = ({ deviceId, indicator, until, thresholds = [], alarms = [] }: Props) => {
  const say = useSay();
  const device = useQuery(deviceQuery(deviceId)).data;
  const readings = useQuery(readingsQuery(deviceId, until));
  const { data } = readings;
  return (
    <Loaded of={readings}>
      {data !== undefined && (
        <>
          <Curve
            name={indicator.name}
            unit={indicator.unit}
            samples={samplesOf(data.records, indicator.code)}
            from={data.from}
            until={data.until}
            gapMs={gapOf(device)}
            thresholds={thresholds}
            spans={alarms.map(({ since, clearedAt }) => ({
              from: Date.parse(since),
              until: clearedAt === null ? data.until : Date.parse(clearedAt),
            }))}
          />
          {data.isCut && (
            <p className="hint">
              {say('记录过多，只画最近的部分。', 'Too many records: the latest are drawn.')}
            </p>
          )}
        </>
      )}
    </Loaded>
  );
};

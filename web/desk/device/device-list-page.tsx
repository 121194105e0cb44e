import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useCallback, useMemo } from 'react';
import { useLocation } from 'wouter';
import { useSay } from '../../shared/language.ts';
import { KeysFoot } from '../list/keys-foot.tsx';
import { Loaded } from '../list/loaded.tsx';
import { Moment } from '../list/moment.tsx';
import { MoreButton } from '../list/more-button.tsx';
import { RowLink } from '../list/row-link.tsx';
import { type Column, RowTable } from '../list/row-table.tsx';
import { useCurrent } from '../list/use-current.ts';
import { useFilter } from '../list/use-filter.ts';
import { useRowKeys } from '../list/use-row-keys.ts';
import { PlaceName } from '../places/place-name.tsx';
import { DeviceFilterBar } from './device-filter-bar.tsx';
import { DEVICE_FILTER, type Device, deviceListQuery, useModels } from './device-query.ts';
import { DeviceTabs } from './device-tabs.tsx';
import { PresenceMark } from './presence-mark.tsx';

const SHOWN_VALUES = 2;

/** Devices that I may see, filtered, with their latest values. */
const DeviceListPage = () => {
  const say = useSay();
  const models = useModels();
  const [, navigate] = useLocation();
  const { filter, change, clear } = useFilter(DEVICE_FILTER);
  const devices = useInfiniteQuery(deviceListQuery(filter));
  const items = useMemo(() => devices.data?.pages.flatMap((page) => page.items) ?? [], [devices.data]);
  const ids = useMemo(() => items.map(({ deviceId }) => deviceId), [items]);
  const { currentId, onCurrent } = useCurrent(ids);
  const onOpen = useCallback(
    (deviceId: string) => navigate(`/devices/${encodeURIComponent(deviceId)}`),
    [navigate],
  );
  useRowKeys({ ids, currentId, onCurrent, onOpen });
  const latestOf = ({ modelId, readings, detection }: Device): string => {
    const model = models.find((each) => each.modelId === modelId);
    const values = (model?.indicators ?? [])
      .filter(({ code }) => readings[code] !== undefined)
      .slice(0, SHOWN_VALUES)
      .map(({ code, name, unit }) => `${name} ${readings[code]!.value} ${unit}`);
    const seen = model?.detections.find(({ type }) => type === detection?.type)?.name;
    return [...values, ...(seen === undefined ? [] : [seen])].join(say('，', ', '));
  };
  const columns: readonly Column<Device>[] = [
    {
      name: say('在线', 'Presence'),
      className: 'presence-column',
      cell: (device) => (
        <>
          <PresenceMark device={device} />
          {device.activeAlarms > 0 && (
            <span className="second">
              {say(`告警 ${device.activeAlarms}`, `${device.activeAlarms} alarms`)}
            </span>
          )}
        </>
      ),
    },
    {
      name: say('设备', 'Device'),
      cell: ({ deviceId, name, modelId }) => (
        <>
          <RowLink path={`/devices/${encodeURIComponent(deviceId)}`} onOpen={() => onOpen(deviceId)}>
            {name}
          </RowLink>
          <span className="second">{models.find((model) => model.modelId === modelId)?.name}</span>
        </>
      ),
    },
    {
      name: say('编号', 'Id'),
      className: 'stage-column',
      cell: ({ deviceId }) => deviceId,
    },
    { name: say('最新数值', 'Latest'), cell: latestOf },
    {
      name: say('地点', 'Where'),
      className: 'stage-column',
      cell: ({ divisionCode }) => <PlaceName code={divisionCode} />,
    },
    {
      name: say('最近数据', 'Heard'),
      className: 'when',
      cell: ({ heardAt }) => (heardAt === null ? say('从未', 'never') : <Moment at={heardAt} />),
    },
  ];
  return (
    <main className="queue-list">
      <h1 className="unseen">{say('设备', 'Devices')}</h1>
      <DeviceTabs />
      <DeviceFilterBar filter={filter} onChange={change} />
      <Loaded of={devices}>
        {items.length === 0 ? (
          <p className="state">
            {say('没有符合条件的设备。', 'No device fits.')}{' '}
            <Button onClick={clear}>{say('清除筛选', 'Clear the filter')}</Button>
          </p>
        ) : (
          <RowTable
            caption={say('符合条件的设备', 'Devices that fit')}
            columns={columns}
            rows={items}
            idOf={({ deviceId }) => deviceId}
            currentId={currentId}
            onCurrent={onCurrent}
            onOpen={onOpen}
          />
        )}
        <MoreButton of={devices} />
      </Loaded>
      <KeysFoot canTick={false} />
    </main>
  );
};
export default DeviceListPage;

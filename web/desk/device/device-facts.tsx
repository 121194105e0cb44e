import { Link } from 'wouter';
import { useSay } from '../../shared/language.ts';
import { useNow } from '../../shared/now.ts';
import { momentWords, spanWords } from '../../shared/time-left.ts';
import { FactList, type FactRow } from '../list/fact-list.tsx';
import { useDepartments } from '../places/department-query.ts';
import { PlaceName } from '../places/place-name.tsx';
import { type DeviceInFull, useModels } from './device-query.ts';
import { useStandardLabel } from './request-kinds.ts';
import { useDataQuality } from './use-data-quality.ts';

export const DeviceFacts = ({ device }: { readonly device: DeviceInFull }) => {
  const say = useSay();
  const labelOf = useStandardLabel();
  const now = useNow();
  const model = useModels().find(({ modelId }) => modelId === device.modelId);
  const department = useDepartments().find(({ departmentId }) => departmentId === device.departmentId);
  const { location, heardAt, activeAlarms, recordCount, doubtfulCount, aliases } = device;
  const interval = device.reportIntervalSeconds;
  const { rateWords, clockWords } = useDataQuality(device.deviceId);
  const rows: readonly FactRow[] = [
    [say('型号', 'Model'), model?.name ?? device.modelId],
    [
      say('地点', 'Where'),
      <span key="place">
        <PlaceName code={device.divisionCode} /> {location.lon}, {location.lat}
      </span>,
    ],
    [say('部门', 'Department'), department?.name ?? say('无', 'none')],
    [
      say('上报间隔', 'Interval'),
      interval < 60 ? say(`${interval} 秒`, `${interval} s`) : spanWords(interval * 1000, say),
    ],
    [
      say('最近数据', 'Heard'),
      heardAt === null ? say('从未', 'never') : momentWords(Date.parse(heardAt), now, say),
    ],
    [
      say('记录', 'Records'),
      say(
        `${recordCount} 条，其中存疑 ${doubtfulCount} 条`,
        `${recordCount}, of them doubtful ${doubtfulCount}`,
      ),
    ],
    [say('今日到报', 'Arrived today'), rateWords],
    [say('时钟偏差', 'Clock off by'), clockWords],
    [
      say('告警', 'Alarms'),
      <Link key="alarms" href={`/alarms?state=active&device=${encodeURIComponent(device.deviceId)}`}>
        {say(`未解除 ${activeAlarms} 个`, `${activeAlarms} active`)}
      </Link>,
    ],
    [
      say('协议标识', 'Names'),
      aliases === undefined || aliases.length === 0
        ? undefined
        : aliases.map(({ standard, id }) => `${labelOf(standard)} ${id}`).join(say('，', ', ')),
    ],
    [say('网关', 'Gateway'), device.gatewayId ?? undefined],
  ];
  return <FactList rows={rows} />;
};

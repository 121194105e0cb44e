import { Link } from 'wouter';
import { useSay } from '../../shared/language.ts';
import { PresenceMark } from '../device/presence-mark.tsx';
import { COMPONENT_SIGN, DEVICE_SIGN, type NearThings } from './near-query.ts';

/** In words what the map shows beside the cases: components and devices, each with its sign. */
export const NearList = ({ components, devices }: NearThings) => {
  const say = useSay();
  const away = (metres: number): string =>
    say(`，相距 ${Math.round(metres)} 米`, `, ${Math.round(metres)} m away`);
  if (components.length + devices.length === 0) return null;
  return (
    <>
      <h4>{say('附近的部件和设备', 'Components and devices nearby')}</h4>
      <ul className="related">
        {components.map(({ componentId, name, metres }) => (
          <li key={componentId}>
            <span aria-hidden="true">{COMPONENT_SIGN}</span> {name} {componentId}
            {away(metres)}
          </li>
        ))}
        {devices.map((device) => (
          <li key={device.deviceId}>
            <span aria-hidden="true">{DEVICE_SIGN}</span>{' '}
            <Link href={`/devices/${device.deviceId}`}>{device.name}</Link>
            <span className="second">
              <PresenceMark device={device} />
              {away(device.metres)}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
};

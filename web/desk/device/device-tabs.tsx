import { Link, useLocation } from 'wouter';
import { useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import { mayDo } from '../../shared/session.ts';

/** What there is of devices: the list, what could not be taken of them, registering one. */
export const DeviceTabs = () => {
  const say = useSay();
  const me = useOwner();
  const [location] = useLocation();
  const tabs = [
    { path: '/devices', label: say('设备', 'Devices'), open: true },
    { path: '/devices/rejected', label: say('异常报文', 'Rejected'), open: mayDo(me, 'rejected:read') },
    { path: '/devices/new', label: say('登记设备', 'Register'), open: mayDo(me, 'device:manage') },
    { path: '/devices/import', label: say('批量登记', 'From a sheet'), open: mayDo(me, 'device:manage') },
  ].filter(({ open }) => open);
  return (
    <nav className="tabs" aria-label={say('设备', 'Devices')}>
      {tabs.map(({ path, label }) => (
        <Link key={path} href={path} aria-current={location === path ? 'page' : undefined}>
          {label}
        </Link>
      ))}
    </nav>
  );
};

import { Link, useLocation } from 'wouter';
import { useSay } from '../../shared/language.ts';

/** The lists of this place: alarms, storms of them, silences. */
export const AlarmTabs = () => {
  const say = useSay();
  const [location] = useLocation();
  const tabs = [
    ['/alarms', say('告警', 'Alarms')],
    ['/alarms/storms', say('风暴', 'Storms')],
    ['/alarms/silences', say('屏蔽', 'Silences')],
  ] as const;
  return (
    <nav className="tabs" aria-label={say('告警的列表', 'Lists of alarms')}>
      {tabs.map(([path, label]) => (
        <Link key={path} href={path} aria-current={location === path ? 'page' : undefined}>
          {label}
        </Link>
      ))}
    </nav>
  );
};

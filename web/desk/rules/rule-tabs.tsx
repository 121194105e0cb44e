import { Link, useLocation } from 'wouter';
import { useSay } from '../../shared/language.ts';
import { useRuleTabs } from './use-rule-tabs.ts';

export const RuleTabs = () => {
  const say = useSay();
  const [location] = useLocation();
  return (
    <nav className="tabs rule-tabs" aria-label={say('规则', 'Rules')}>
      {useRuleTabs().map(({ path, label }) => (
        <Link
          key={path}
          href={path}
          aria-current={location === path || location.startsWith(`${path}/`) ? 'page' : undefined}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
};

import { Link, useLocation } from 'wouter';
import { useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import { mayDo } from '../../shared/session.ts';

/** What there is of people: the list, changes of rights that wait, departments, registering somebody. */
export const PeopleTabs = () => {
  const say = useSay();
  const me = useOwner();
  const [location] = useLocation();
  const tabs = [
    { path: '/people', label: say('人员', 'People'), open: true },
    {
      path: '/people/changes',
      label: say('待批授权', 'Rights to approve'),
      open: mayDo(me, 'right:grant'),
    },
    { path: '/people/departments', label: say('部门', 'Departments'), open: true },
    { path: '/people/new', label: say('登记人员', 'Register'), open: mayDo(me, 'user:manage') },
  ].filter(({ open }) => open);
  return (
    <nav className="tabs" aria-label={say('人员与权限', 'People and rights')}>
      {tabs.map(({ path, label }) => (
        <Link key={path} href={path} aria-current={location === path ? 'page' : undefined}>
          {label}
        </Link>
      ))}
    </nav>
  );
};

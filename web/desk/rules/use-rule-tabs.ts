import { useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import { mayDo } from '../../shared/session.ts';

/** The kinds of rules that I may see. */
export const useRuleTabs = () => {
  const say = useSay();
  const me = useOwner();
  return [
    { path: '/rules/standards', label: say('立案标准', 'Filing standards'), open: true },
    { path: '/rules/codes', label: say('分类代码', 'Category codes'), open: true },
    {
      path: '/rules/dispatch',
      label: say('派遣规则', 'Dispatch rules'),
      open: mayDo(me, 'dispatchRule:read'),
    },
    { path: '/rules/alarms', label: say('告警规则', 'Alarm rules'), open: mayDo(me, 'alarm:read') },
  ].filter(({ open }) => open);
};

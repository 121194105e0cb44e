import type { ReactNode } from 'react';
import { useSay } from '../../shared/language.ts';
import { exactMoment } from '../../shared/time-left.ts';
import { useWord } from '../../shared/words.ts';
import { useDepartments } from '../places/department-query.ts';
import { useMatters } from '../places/matter-query.ts';
import { PlaceName } from '../places/place-name.tsx';
import type { CaseFilter, FilterName } from './case-filter.ts';
import { useGrids } from './use-grids.ts';

/** How the parts of a filter are called, and what their values mean. */
export const useFilterWords = (filter: CaseFilter) => {
  const say = useSay();
  const word = useWord();
  const departments = useDepartments();
  const matters = useMatters();
  const grids = useGrids(filter.division);
  const names: Readonly<Record<FilterName, string>> = {
    stage: say('环节', 'Stage'),
    light: say('时限', 'Light'),
    source: say('来源', 'Source'),
    division: say('区划', 'Area'),
    grid: say('网格', 'Grid'),
    matter: say('类别', 'Category'),
    department: say('部门', 'Department'),
    flag: say('标记', 'Mark'),
    openItem: say('待办事项', 'Pending'),
    urgent: say('急', 'Urgent'),
    mine: say('我经手的', 'Mine'),
    text: say('文字', 'Words'),
    open: say('范围', 'Which'),
    overdue: say('超期', 'Overdue'),
    suspended: say('挂账中', 'Suspended'),
    possibleDuplicate: say('疑似重复', 'Possible duplicate'),
    reportedFrom: say('上报自', 'Reported from'),
    reportedUntil: say('上报至（不含）', 'Reported before'),
    sort: say('排序', 'Order'),
    columns: say('列', 'Columns'),
    size: say('每页', 'Page'),
    view: say('常用筛选', 'View'),
    queue: say('列表', 'List'),
  };
  const yes = (name: FilterName, value: string): string =>
    value === 'true' ? names[name] : say(`不含${names[name]}`, `not: ${names[name]}`);
  const VALUES: Readonly<Partial<Record<FilterName, (value: string) => ReactNode>>> = {
    stage: (value) => word('stages', value),
    light: (value) => word('lights', value),
    source: (value) => word('sources', value),
    division: (value) => <PlaceName code={value} />,
    grid: (value) => grids?.find(({ code }) => code === value)?.name ?? value,
    matter: (value) => matters.find(({ matterCode }) => matterCode === value)?.name ?? value,
    department: (value) => departments.find(({ departmentId }) => departmentId === value)?.name ?? value,
    flag: (value) => word('caseFlags', value),
    openItem: (value) => word('openItems', value),
    open: (value) => (value === 'true' ? say('在办', 'Open') : say('已结束', 'Ended')),
    reportedFrom: exactMoment,
    reportedUntil: exactMoment,
  };
  const YES_OR_NO: ReadonlySet<FilterName> = new Set<FilterName>([
    'urgent',
    'mine',
    'overdue',
    'suspended',
    'possibleDuplicate',
  ]);
  return {
    nameOf: (name: FilterName): string | undefined => (YES_OR_NO.has(name) ? undefined : names[name]),
    labelOf: (name: FilterName): string => names[name],
    meaningOf: (name: FilterName, value: string): ReactNode =>
      YES_OR_NO.has(name) ? yes(name, value) : (VALUES[name]?.(value) ?? value),
  };
};

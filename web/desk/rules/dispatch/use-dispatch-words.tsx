import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useSay } from '../../../shared/language.ts';
import { useWord } from '../../../shared/words.ts';
import { useDepartments } from '../../places/department-query.ts';
import { PlaceName } from '../../places/place-name.tsx';
import { codeSetsQuery } from '../codes/code-set-query.ts';
import { standardsQuery } from '../standards/standard-query.ts';
import type { DispatchRule } from './dispatch-query.ts';

/** Code sets and filing standards, to whose codes a condition may refer. */
export const useCodeOwners = (): readonly { readonly value: string; readonly label: string }[] => {
  const sets = useQuery(codeSetsQuery);
  const standards = useQuery(standardsQuery);
  return [
    ...(sets.data?.items ?? []).map(({ codeSetId, standard }) => ({ value: codeSetId, label: standard })),
    ...(standards.data?.items ?? []).map(({ standardId, name }) => ({ value: standardId, label: name })),
  ];
};

/** A rule in words: when it fires, and where it sends a case. */
export const useDispatchWords = () => {
  const say = useSay();
  const word = useWord();
  const owners = useCodeOwners();
  const departments = useDepartments();
  const comma = say('、', ', ');
  const conditionsOf = ({ when }: DispatchRule): readonly (readonly [of: string, words: ReactNode])[] => {
    const { category, divisionPrefix, gridCodes, sources, timeOfDay, workingDay, keywords, severities } =
      when;
    const parts: [of: string, words: ReactNode][] = [];
    if (category !== undefined)
      parts.push([
        'category',
        [
          owners.find(({ value }) => value === category.standard)?.label ?? category.standard,
          category.kind && word('categoryKinds', category.kind),
          category.codePrefix &&
            say(`${category.codePrefix} 开头的代码`, `codes from ${category.codePrefix}`),
        ]
          .filter(Boolean)
          .join(' '),
      ]);
    if (divisionPrefix !== undefined)
      parts.push(['division', <PlaceName key="place" code={divisionPrefix} />]);
    if (gridCodes !== undefined)
      parts.push(['grids', say(`${gridCodes.length} 个网格`, `${gridCodes.length} grids`)]);
    if (sources !== undefined)
      parts.push(['sources', sources.map((source) => word('sources', source)).join(comma)]);
    if (timeOfDay !== undefined) parts.push(['hours', `${timeOfDay.from}–${timeOfDay.until}`]);
    if (workingDay !== undefined)
      parts.push(['days', workingDay ? say('工作日', 'working days') : say('非工作日', 'days off')]);
    if (keywords !== undefined)
      parts.push(['keywords', say(`内容含“${keywords.join('”“')}”之一`, `words: ${keywords.join(comma)}`)]);
    if (severities !== undefined)
      parts.push([
        'severities',
        say(
          `${severities.map((each) => word('severities', each)).join(comma)}告警`,
          `${severities.map((each) => word('severities', each)).join(comma)} alarms`,
        ),
      ]);
    return parts;
  };
  const departmentOf = (department: DispatchRule['outcome']['department']): string =>
    department === 'suggested'
      ? say('推荐的首位部门', 'the first suggestion')
      : (departments.find(({ departmentId }) => departmentId === department.id)?.name ?? department.id);
  return {
    departmentOf,
    whenOf: (rule: DispatchRule): ReactNode => {
      const parts = conditionsOf(rule);
      if (parts.length === 0) return say('所有案件', 'Every case');
      return parts.map(([of, words], n) => (
        <span key={of}>
          {n > 0 && say('；', '; ')}
          {words}
        </span>
      ));
    },
    outcomeOf: ({ outcome: { priority, supervisingBody, automaticFor } }: DispatchRule): string =>
      [
        word('dispatchPriorities', priority),
        supervisingBody !== null && say(`${supervisingBody}督办`, `supervised by ${supervisingBody}`),
        automaticFor.length > 0 &&
          say(
            `${automaticFor.map((each) => word('sources', each)).join(comma)}自动派遣`,
            `by itself: ${automaticFor.map((each) => word('sources', each)).join(comma)}`,
          ),
      ]
        .filter(Boolean)
        .join(say('；', '; ')),
  };
};

import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useCallback, useMemo } from 'react';
import { Link, useLocation } from 'wouter';
import { useSay } from '../../../shared/language.ts';
import { useOwner } from '../../../shared/me-context.ts';
import { mayDo } from '../../../shared/session.ts';
import { useWord } from '../../../shared/words.ts';
import { LevelMark } from '../../alarm/level-mark.tsx';
import { useModels } from '../../device/device-query.ts';
import { useFamilies } from '../../device/use-families.ts';
import { FilterSelect, FilterText, useWordOptions } from '../../list/filter-fields.tsx';
import { KeysFoot } from '../../list/keys-foot.tsx';
import { Loaded } from '../../list/loaded.tsx';
import { Moment } from '../../list/moment.tsx';
import { MoreButton } from '../../list/more-button.tsx';
import { RowLink } from '../../list/row-link.tsx';
import { type Column, RowTable } from '../../list/row-table.tsx';
import { useCurrent } from '../../list/use-current.ts';
import { useFilter } from '../../list/use-filter.ts';
import { useRowKeys } from '../../list/use-row-keys.ts';
import { RuleTabs } from '../rule-tabs.tsx';
import { type AlarmRule, pathOfRule, RULE_FILTER, type RuleFilterName, ruleListQuery } from './rule-query.ts';
import { useConditionWords } from './use-condition-words.ts';

/** Alarm rules that I may see, with their conditions in words. */
export const AlarmRuleListPage = () => {
  const say = useSay();
  const word = useWord();
  const me = useOwner();
  const models = useModels();
  const families = useFamilies();
  const optionsOf = useWordOptions();
  const wordsOf = useConditionWords();
  const [, navigate] = useLocation();
  const { filter, change, clear } = useFilter(RULE_FILTER);
  const rules = useInfiniteQuery(ruleListQuery(filter));
  const items = useMemo(() => rules.data?.pages.flatMap((page) => page.items) ?? [], [rules.data]);
  const ids = useMemo(() => items.map(({ ruleId }) => ruleId), [items]);
  const { currentId, onCurrent } = useCurrent(ids);
  const onOpen = useCallback((ruleId: string) => navigate(pathOfRule(ruleId)), [navigate]);
  useRowKeys({ ids, currentId, onCurrent, onOpen });
  const part = (name: RuleFilterName) => ({
    value: filter[name],
    onChange: (value: string | undefined) => change(name, value),
  });
  const columns: readonly Column<AlarmRule>[] = [
    {
      name: say('级别', 'Level'),
      className: 'level-column',
      cell: ({ severity, retired }) => (
        <>
          <LevelMark severity={severity} />
          {retired && <span className="second">{say('已停用', 'retired')}</span>}
        </>
      ),
    },
    {
      name: say('规则', 'Rule'),
      className: 'value-column',
      cell: ({ ruleId, name, modelId, deviceIds }) => {
        const model = models.find((each) => each.modelId === modelId);
        return (
          <>
            <RowLink path={pathOfRule(ruleId)} onOpen={() => onOpen(ruleId)}>
              {name}
            </RowLink>
            <span className="second">
              {model?.name}
              {deviceIds !== null && say(`，${deviceIds.length} 台`, `, ${deviceIds.length} devices`)}
            </span>
          </>
        );
      },
    },
    {
      name: say('条件', 'Condition'),
      cell: (rule) => <span className="wrap">{wordsOf(rule)}</span>,
    },
    {
      name: say('案件', 'Case'),
      className: 'stage-column',
      cell: ({ caseScope }) => word('caseScopes', caseScope),
    },
    {
      name: say('发布', 'Published'),
      className: 'when',
      cell: ({ publishedAt, ruleVersion }) => (
        <>
          <Moment at={publishedAt} />
          <span className="second">{say(`第 ${ruleVersion} 版`, `version ${ruleVersion}`)}</span>
        </>
      ),
    },
  ];
  return (
    <main className="queue-list">
      <h1 className="unseen">{say('告警规则', 'Alarm rules')}</h1>
      <RuleTabs />
      <search className="filters" aria-label={say('筛选', 'Filter')}>
        <FilterText label={say('名称、编号', 'Name, id')} {...part('text')} />
        <FilterSelect
          label={say('设备类别', 'Family')}
          options={families.map(({ family, name }) => ({ value: family, label: name }))}
          {...part('family')}
        />
        <FilterSelect label={say('级别', 'Level')} options={optionsOf('severities')} {...part('severity')} />
        <FilterSelect
          label={say('条件', 'Condition')}
          options={optionsOf('conditionKinds')}
          {...part('kind')}
        />
        <FilterSelect
          label={say('状态', 'State')}
          options={[
            { value: 'false', label: say('在用', 'In force') },
            { value: 'true', label: say('已停用', 'Retired') },
          ]}
          {...part('retired')}
        />
        {mayDo(me, 'rule:manage') && (
          <Link href="/rules/alarms/new" className="new-link">
            {say('＋ 新规则', '+ New rule')}
          </Link>
        )}
      </search>
      <Loaded of={rules}>
        {items.length === 0 ? (
          <p className="state">
            {say('没有符合条件的规则。', 'No rule fits.')}{' '}
            <Button onClick={clear}>{say('清除筛选', 'Clear the filter')}</Button>
          </p>
        ) : (
          <RowTable
            caption={say('符合条件的告警规则', 'Alarm rules that fit')}
            columns={columns}
            rows={items}
            idOf={({ ruleId }) => ruleId}
            currentId={currentId}
            onCurrent={onCurrent}
            onOpen={onOpen}
          />
        )}
        <MoreButton of={rules} />
      </Loaded>
      <KeysFoot canTick={false} />
    </main>
  );
};

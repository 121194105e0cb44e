import type { ReactNode } from 'react';
import { useSay } from '../../../shared/language.ts';
import { RowTable } from '../../list/row-table.tsx';
import type { DispatchRule } from './dispatch-query.ts';
import { useDispatchWords } from './use-dispatch-words.tsx';

/** The rules in their order, in words. */
export const RuleSetTable = ({
  rules,
  acts,
}: {
  readonly rules: readonly DispatchRule[];
  readonly acts?: (rule: DispatchRule, at: number) => ReactNode;
}) => {
  const say = useSay();
  const { whenOf, outcomeOf, departmentOf } = useDispatchWords();
  return (
    <RowTable
      caption={say('派遣规则，按次序', 'Dispatch rules in their order')}
      rows={rules.map((rule, at) => ({ ...rule, at }))}
      idOf={({ ruleId }) => ruleId}
      columns={[
        { name: say('次序', 'Order'), className: 'order-column', cell: ({ at }) => at + 1 },
        {
          name: say('规则', 'Rule'),
          className: 'where',
          cell: ({ name, enabled }) => (
            <>
              <span className="wrap">{name}</span>
              {!enabled && <span className="second">{say('未启用', 'not in use')}</span>}
            </>
          ),
        },
        { name: say('条件', 'When'), cell: (rule) => <span className="wrap">{whenOf(rule)}</span> },
        {
          name: say('派遣给', 'To'),
          className: 'where',
          cell: (rule) => (
            <>
              <span className="wrap">{departmentOf(rule.outcome.department)}</span>
              <span className="second wrap">{outcomeOf(rule)}</span>
            </>
          ),
        },
        ...(acts === undefined
          ? []
          : [
              {
                name: say('办理', 'Act'),
                className: 'order-acts',
                cell: ({ at, ...rule }: DispatchRule & { readonly at: number }) => acts(rule, at),
              },
            ]),
      ]}
    />
  );
};

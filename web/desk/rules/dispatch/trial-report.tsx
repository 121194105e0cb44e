import { useSay } from '../../../shared/language.ts';
import { exactMoment } from '../../../shared/time-left.ts';
import { useWord } from '../../../shared/words.ts';
import { RowTable } from '../../list/row-table.tsx';
import type { Choice, DispatchRule, Trial } from './dispatch-query.ts';

/** What a draft changes for the latest cases, counted by department, by way of change, and case by case where these may be read. */
export const TrialReport = ({
  trial,
  rules,
}: {
  readonly trial: Trial;
  /** Those in force and those of the draft, for their names. */
  readonly rules: readonly DispatchRule[];
}) => {
  const say = useSay();
  const word = useWord();
  const ruleName = (ruleId: string | null): string =>
    ruleId === null
      ? say('没有规则适用', 'no rule')
      : (rules.find((rule) => rule.ruleId === ruleId)?.name ?? ruleId);
  const goesTo = (choice: Choice) => (
    <>
      <span className="wrap">
        {choice.departmentName ?? say('由派遣员决定', 'a person decides')}
        {choice.priority !== null && `，${word('dispatchPriorities', choice.priority)}`}
        {choice.automatic && say('，自动', ', by itself')}
      </span>
      <span className="second wrap">{ruleName(choice.ruleId)}</span>
    </>
  );
  const { cases, changed, since, departments, changes, items, notShown } = trial;
  return (
    <>
      <p role="status">
        <strong>
          {cases === 0
            ? say('范围内还没有案件。', 'There is no case yet.')
            : say(
                `最近 ${cases} 件案件中 ${changed} 件有变化。`,
                `${changed} of the latest ${cases} cases change.`,
              )}
        </strong>{' '}
        {since !== null && say(`自 ${exactMoment(since)} 起上报。`, `Reported since ${exactMoment(since)}.`)}
      </p>
      {departments.length > 0 && (
        <RowTable
          isShort
          caption={say('各部门会得到的案件', 'Cases by department')}
          rows={departments}
          idOf={({ departmentId }) => departmentId ?? ''}
          columns={[
            {
              name: say('部门', 'Department'),
              cell: ({ departmentName }) => departmentName ?? say('由派遣员决定', 'a person decides'),
            },
            { name: say('现行', 'In force'), className: 'figure-column', cell: ({ present }) => present },
            { name: say('草稿', 'Draft'), className: 'figure-column', cell: ({ draft }) => draft },
          ]}
        />
      )}
      {changes.length > 0 && (
        <RowTable
          caption={say('变化', 'Changes')}
          rows={changes.map((change, n) => ({ ...change, n }))}
          idOf={({ n }) => String(n)}
          columns={[
            { name: say('类别', 'Category'), className: 'where', cell: ({ matter }) => matter ?? '—' },
            { name: say('现行', 'In force'), cell: ({ present }) => goesTo(present) },
            { name: say('草稿', 'Draft'), cell: ({ draft }) => goesTo(draft) },
            { name: say('件数', 'Cases'), className: 'figure-column', cell: ({ cases: count }) => count },
          ]}
        />
      )}
      {items.length > 0 && (
        <RowTable
          caption={say('案件，有变化的在前', 'Cases, those that change first')}
          rows={items}
          idOf={({ caseId }) => caseId}
          columns={[
            {
              name: say('案件', 'Case'),
              className: 'where',
              cell: ({ caseId, caseNumber, matter, place }) => (
                <>
                  <a href={`/desk/cases/${caseId}`} target="_blank" rel="noreferrer">
                    {caseNumber ?? matter}
                  </a>
                  <span className="second">
                    {matter} {place}
                  </span>
                </>
              ),
            },
            {
              name: say('变化', 'Change'),
              className: 'figure-column',
              cell: ({ changed: isChanged }) => (isChanged ? say('有', 'yes') : say('无', 'no')),
            },
            { name: say('现行', 'In force'), cell: ({ present }) => goesTo(present) },
            { name: say('草稿', 'Draft'), cell: ({ draft }) => goesTo(draft) },
          ]}
        />
      )}
      {notShown > 0 && (
        <p className="hint">
          {say(
            `另有 ${notShown} 件只计入合计：您无权查看，或超出列表长度。`,
            `${notShown} more are only counted: you may not read them, or there are too many.`,
          )}
        </p>
      )}
    </>
  );
};

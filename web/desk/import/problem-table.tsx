import { useSay } from '../../shared/language.ts';
import { RowTable } from '../list/row-table.tsx';
import type { TableProblem } from './import-query.ts';

const VALUE_SHOWN = 60;

/** What is wrong with a file, each with its place as a spreadsheet program shows it. */
export const ProblemTable = ({
  caption,
  count,
  problems,
}: {
  readonly caption: string;
  readonly count: number;
  readonly problems: readonly TableProblem[];
}) => {
  const say = useSay();
  if (count === 0) return null;
  const rows = problems.map((problem, n) => ({ ...problem, n }));
  return (
    <>
      <RowTable
        isShort
        caption={caption}
        rows={rows}
        idOf={({ n }) => String(n)}
        columns={[
          {
            name: say('行', 'Row'),
            className: 'figure-column',
            cell: ({ row }) => row ?? say('全表', 'File'),
          },
          { name: say('列', 'Column'), className: 'stage-column', cell: ({ column }) => column ?? '—' },
          {
            name: say('内容', 'Value'),
            className: 'where',
            cell: ({ value }) => <span className="second wrap">{value?.slice(0, VALUE_SHOWN) || '—'}</span>,
          },
          {
            name: caption,
            cell: ({ message, expected }) => (
              <span className="wrap">
                {message}
                {expected !== null && !message.includes(expected) && (
                  <span className="second wrap">{say(`应为：${expected}`, `Expected: ${expected}`)}</span>
                )}
              </span>
            ),
          },
        ]}
      />
      {count > problems.length && (
        <p className="hint">
          {say(
            `共 ${count} 处，只列出前 ${problems.length} 处。`,
            `The first ${problems.length} of ${count} are listed.`,
          )}
        </p>
      )}
    </>
  );
};

import { Checkbox } from 'antd';
import { type ReactNode, useEffect, useRef } from 'react';
import { useSay } from '../../shared/language.ts';

/** A column: what it is called, how wide it is (a class), and what a row shows in it. */
export interface Column<Row> {
  readonly name: string;
  readonly className?: string;
  readonly cell: (row: Row) => ReactNode;
}

export interface RowTableProps<Row> {
  readonly caption: string;
  /** Rows of one line. */
  readonly isShort?: boolean;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly idOf: (row: Row) => string;
  readonly currentId?: string | undefined;
  readonly onCurrent?: (id: string) => void;
  readonly onOpen?: (id: string) => void;
  readonly ticks?:
    | {
        readonly ticked: ReadonlySet<string>;
        readonly onTick: (id: string) => void;
        readonly nameOf: (row: Row) => string;
      }
    | undefined;
}

/** A list, a row each; the current row is kept in sight. On a narrow page each row is a card. */
export const RowTable = <Row,>({
  caption,
  isShort = false,
  columns,
  rows,
  idOf,
  currentId,
  onCurrent,
  onOpen,
  ticks,
}: RowTableProps<Row>) => {
  const say = useSay();
  const current = useRef<HTMLTableRowElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the row that is current now is brought into sight
  useEffect(() => current.current?.scrollIntoView({ block: 'nearest' }), [currentId]);
  return (
    <table className={isShort ? 'row-table short' : 'row-table'}>
      <caption className="unseen">{caption}</caption>
      <thead>
        <tr>
          {ticks && (
            <th scope="col" className="tick">
              <span className="unseen">{say('选中', 'Ticked')}</span>
            </th>
          )}
          {columns.map(({ name, className }) => (
            <th key={name} scope="col" className={className}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const id = idOf(row);
          const isCurrent = id === currentId;
          return (
            <tr
              key={id}
              ref={isCurrent ? current : undefined}
              aria-selected={currentId === undefined ? undefined : isCurrent}
              onClick={() => onCurrent?.(id)}
              onDoubleClick={() => onOpen?.(id)}
            >
              {ticks && (
                <td className="tick">
                  <Checkbox
                    checked={ticks.ticked.has(id)}
                    aria-label={say(`选中 ${ticks.nameOf(row)}`, `Tick ${ticks.nameOf(row)}`)}
                    onClick={(event) => event.stopPropagation()}
                    onChange={() => ticks.onTick(id)}
                  />
                </td>
              )}
              {columns.map(({ name, cell }) => (
                <td key={name}>{cell(row)}</td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
};

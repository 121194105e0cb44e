import { Checkbox } from 'antd';
import { type ReactNode, useEffect, useRef } from 'react';
import { useSay } from '../../shared/language.ts';
import { useRowWindow } from './use-row-window.ts';

interface ColumnOrder {
  /** How the list is sorted by it now; undefined: by another one. */
  readonly now: 'ascending' | 'descending' | undefined;
  readonly onChoose: () => void;
}

/** A column: what it is called, how wide it is (a class), and what a row shows in it. */
export interface Column<Row> {
  readonly name: string;
  readonly className?: string;
  readonly cell: (row: Row) => ReactNode;
  /** Of a column by which the list can be sorted. */
  readonly order?: ColumnOrder | undefined;
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

/** Room for the rows that are not drawn. */
const Spacer = ({ height }: { readonly height: number }) =>
  height <= 0 ? null : (
    <tbody className="spacer" aria-hidden="true">
      <tr>
        <td style={{ height }} />
      </tr>
    </tbody>
  );

const ARROWS = { ascending: '↑', descending: '↓' } as const;

const OrderButton = ({ name, order }: { readonly name: string; readonly order: ColumnOrder }) => {
  const say = useSay();
  return (
    <button
      type="button"
      className="order-button"
      title={say(`按${name}排序`, `Sort by ${name}`)}
      onClick={order.onChoose}
    >
      {name} <span aria-hidden="true">{order.now === undefined ? '↕' : ARROWS[order.now]}</span>
    </button>
  );
};

/** A list, a row each; the current row is kept in sight. On a narrow page each row is a card. Of a long list only what can be seen is drawn. */
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
  useEffect(() => {
    if (currentId !== undefined) current.current?.scrollIntoView({ block: 'nearest' });
  }, [currentId]);
  const body = useRef<HTMLTableSectionElement>(null);
  const currentAt = currentId === undefined ? -1 : rows.findIndex((row) => idOf(row) === currentId);
  const { from, until, rowHeight } = useRowWindow(body, rows.length, currentAt);
  return (
    <table className={isShort ? 'row-table short' : 'row-table'} aria-rowcount={rows.length + 1}>
      <caption className="unseen">{caption}</caption>
      <thead>
        <tr>
          {ticks && (
            <th scope="col" className="tick">
              <span className="unseen">{say('选中', 'Ticked')}</span>
            </th>
          )}
          {columns.map(({ name, className, order }) => (
            <th key={name} scope="col" className={className} aria-sort={order?.now}>
              {order === undefined ? name : <OrderButton name={name} order={order} />}
            </th>
          ))}
        </tr>
      </thead>
      <Spacer height={from * rowHeight} />
      <tbody ref={body}>
        {rows.slice(from, until).map((row, n) => {
          const id = idOf(row);
          const isCurrent = id === currentId;
          return (
            <tr
              key={id}
              aria-rowindex={from + n + 2}
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
      <Spacer height={(rows.length - until) * rowHeight} />
    </table>
  );
};

import { ClockLight } from '../../shared/clock-light.tsx';
import { useSay } from '../../shared/language.ts';
import { useNow } from '../../shared/now.ts';
import { momentWords, type Timed } from '../../shared/time-left.ts';
import { useWord } from '../../shared/words.ts';
import { RowLink } from '../list/row-link.tsx';
import { type Column, RowTable } from '../list/row-table.tsx';
import type { Case } from './case-query.ts';

/** A case as a row shows it; `timed` is the clock that counts for whoever looks. */
export interface CaseRow {
  readonly shown: Case;
  readonly timed: Timed;
}

/** By what the list is sorted, and what sorts it by another column. */
export interface CaseOrder {
  readonly sort: string;
  /** Orders in which the server can give this list. */
  readonly sorts: readonly string[];
  readonly onSort: (sort: string) => void;
}

export interface CaseTableProps {
  readonly rows: readonly CaseRow[];
  readonly currentId: string | undefined;
  readonly onCurrent: (caseId: string) => void;
  readonly onOpen: (caseId: string) => void;
  readonly ticked?: ReadonlySet<string>;
  readonly onTick?: (caseId: string) => void;
  readonly caption: string;
  /** Which columns, beside what a case is recognised by; the usual ones where none are named. */
  readonly columns?: readonly CaseColumn[] | undefined;
  readonly order?: CaseOrder | undefined;
}

const useTags = () => {
  const say = useSay();
  const word = useWord();
  return ({
    setAsideAs,
    suspendedUntil,
    deferredUntil,
    reworkCount,
    severity,
  }: Case): readonly { text: string; red: boolean }[] => [
    ...(severity === 'red' ? [{ text: say('急', 'Urgent'), red: true }] : []),
    ...(setAsideAs === null ? [] : [{ text: word('links', setAsideAs), red: false }]),
    ...(suspendedUntil === null ? [] : [{ text: word('requests', 'suspension'), red: false }]),
    ...(deferredUntil === null ? [] : [{ text: word('requests', 'deferral'), red: false }]),
    ...(reworkCount === 0
      ? []
      : [{ text: say(`返工 ${reworkCount} 次`, `Reworked ${reworkCount}×`), red: false }]),
  ];
};

/** Columns that may be chosen, in their order. */
export const CASE_COLUMNS = [
  'where',
  'stage',
  'who',
  'source',
  'grid',
  'reportedAt',
  'deadline',
  'updatedAt',
] as const;
export type CaseColumn = (typeof CASE_COLUMNS)[number];
export const USUAL_COLUMNS: readonly CaseColumn[] = ['where', 'stage', 'who'];

/** What a column is called, and what it shows of a case. */
export const useCaseColumns = (): Readonly<Record<CaseColumn, Column<CaseRow>>> => {
  const say = useSay();
  const word = useWord();
  const now = useNow();
  const moment = (time: string | null): string =>
    time === null ? '—' : momentWords(Date.parse(time), now, say);
  return {
    where: {
      name: say('地点', 'Where'),
      className: 'where',
      cell: ({ shown }) => (
        <>
          {shown.names.place}
          <span className="second">{shown.location.address || (shown.names.grid ?? '')}</span>
        </>
      ),
    },
    stage: {
      name: say('环节', 'Stage'),
      className: 'stage',
      cell: ({ shown }) => word('stages', shown.stage),
    },
    who: {
      name: say('当前办理', 'With'),
      className: 'who',
      cell: ({ shown }) => shown.names.department ?? '—',
    },
    source: {
      name: say('来源', 'Source'),
      className: 'stage',
      cell: ({ shown }) => word('sources', shown.source),
    },
    grid: { name: say('网格', 'Grid'), className: 'who', cell: ({ shown }) => shown.names.grid ?? '—' },
    reportedAt: {
      name: say('上报', 'Reported'),
      className: 'moment',
      cell: ({ shown }) => moment(shown.reportedAt),
    },
    deadline: {
      name: say('处置期限', 'Handling due'),
      className: 'moment',
      cell: ({ shown }) => moment(shown.deadline),
    },
    updatedAt: {
      name: say('更新', 'Changed'),
      className: 'moment',
      cell: ({ shown }) => moment(shown.updatedAt),
    },
  };
};

const DOWNWARDS = 'reportedAt';

/** How a column is sorted by, where the list can be. */
const orderOf = (order: CaseOrder | undefined, sort: string): Column<CaseRow>['order'] => {
  if (order === undefined || !order.sorts.includes(sort)) return undefined;
  const direction = sort === DOWNWARDS ? 'descending' : 'ascending';
  return { now: order.sort === sort ? direction : undefined, onChoose: () => order.onSort(sort) };
};

/** Cases, a row each: how long there is, what it is, and the chosen columns. */
export const CaseTable = ({
  ticked,
  onTick,
  onOpen,
  columns: chosen = USUAL_COLUMNS,
  order,
  ...rest
}: CaseTableProps) => {
  const say = useSay();
  const word = useWord();
  const tagsOf = useTags();
  const now = useNow();
  const further = useCaseColumns();
  const columns: readonly Column<CaseRow>[] = [
    {
      name: say('时限', 'Time'),
      className: 'when',
      order: orderOf(order, 'dueAt'),
      cell: ({ shown, timed }) => (
        <>
          {shown.closedAt === null ? (
            <ClockLight timed={timed} />
          ) : (
            <span>{momentWords(Date.parse(shown.closedAt), now, say)}</span>
          )}
          <span className="second">{shown.caseNumber}</span>
        </>
      ),
    },
    {
      name: say('内容', 'What'),
      cell: ({ shown }) => (
        <>
          <RowLink path={`/cases/${shown.caseId}`} onOpen={() => onOpen(shown.caseId)}>
            {shown.names.matter ?? word('sources', shown.source)}
          </RowLink>
          {tagsOf(shown).map(({ text, red }) => (
            <span key={text} className={red ? 'tag tag-red' : 'tag'}>
              {text}
            </span>
          ))}
          <span className="second">{shown.description}</span>
        </>
      ),
    },
    ...chosen.map((name) => ({ ...further[name], order: orderOf(order, name) })),
  ];
  return (
    <RowTable
      {...rest}
      columns={columns}
      idOf={({ shown }) => shown.caseId}
      onOpen={onOpen}
      ticks={onTick && ticked ? { ticked, onTick, nameOf: ({ shown }) => shown.caseNumber } : undefined}
    />
  );
};

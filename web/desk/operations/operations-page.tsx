import { useQuery } from '@tanstack/react-query';
import { api, type Schemas, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { exactMoment, spanWords } from '../../shared/time-left.ts';
import { useWord } from '../../shared/words.ts';
import { Loaded } from '../list/loaded.tsx';
import { type Column, RowTable } from '../list/row-table.tsx';
import { Findings } from './findings.tsx';

type Projection = Schemas['Projection'];

const REFRESH_MS = 5000;
const SECOND_MS = 1000;
/** What does not run is first. */
const isWell = ({ state }: Projection): boolean => state === 'running' || state === 'elsewhere';

/** What the server needs, and the health of the read models: which follow the log, and how far behind they are. */
const OperationsPage = () => {
  const say = useSay();
  const word = useWord();
  const asked = useQuery({
    queryKey: ['projections'],
    queryFn: () => take(api.GET('/api/v1/projections', { params: { query: {} } })),
    refetchInterval: REFRESH_MS,
  });
  const items = (asked.data?.items ?? []).toSorted(
    (one, other) => Number(isWell(one)) - Number(isWell(other)),
  );
  const ill = items.filter((each) => !isWell(each)).length;
  const columns: readonly Column<Projection>[] = [
    { name: say('读模型', 'Read model'), cell: ({ name }) => name },
    {
      name: say('状态', 'State'),
      cell: (each) => (
        <span className={isWell(each) ? 'presence-online' : 'presence-offline'}>
          <span aria-hidden="true">{isWell(each) ? '●' : '■'}</span> {word('projectionStates', each.state)}
        </span>
      ),
    },
    {
      name: say('落后', 'Behind'),
      cell: ({ behind, lagMs }) => (
        <>
          {say(`${behind} 个事件`, `${behind} events`)}
          <span className="second">
            {lagMs === null || lagMs < SECOND_MS ? say('不足 1 秒', 'under 1 s') : spanWords(lagMs, say)}
          </span>
        </>
      ),
    },
    { name: say('失败', 'Failures'), className: 'stage', cell: ({ failures }) => failures },
    {
      name: say('原因', 'Why'),
      cell: ({ lastError, parkedAt }) => (
        <span className="second wrap">
          {parkedAt !== null && `${parkedAt.eventType} ${exactMoment(parkedAt.since)} `}
          {lastError ?? '—'}
        </span>
      ),
    },
  ];
  return (
    <main className="queue-list">
      <h1 className="unseen">{say('运行', 'Operations')}</h1>
      <Findings />
      <Loaded of={asked}>
        <p className="above-table" role="status">
          {ill === 0
            ? say(`${items.length} 个读模型全部正常。`, `All ${items.length} read models are well.`)
            : say(
                `${items.length} 个读模型中 ${ill} 个不正常。`,
                `${ill} of ${items.length} read models are not well.`,
              )}
        </p>
        <RowTable
          caption={say('读模型，不正常的在前', 'Read models, those that are not well first')}
          columns={columns}
          rows={items}
          idOf={({ name }) => name}
        />
      </Loaded>
    </main>
  );
};
export default OperationsPage;

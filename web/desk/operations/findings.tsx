import { useQuery } from '@tanstack/react-query';
import { api, type Schemas, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { useWord } from '../../shared/words.ts';
import { Loaded } from '../list/loaded.tsx';
import { RowTable } from '../list/row-table.tsx';

type Finding = Schemas['Finding'];

const REFRESH_MS = 60_000;
const WORST_FIRST: readonly Finding['state'][] = ['bad', 'doubtful', 'good'];
const MARKS = {
  bad: { sign: '■', className: 'presence-offline' },
  doubtful: { sign: '▲', className: 'second' },
  good: { sign: '●', className: 'presence-online' },
} as const;

/** What `doctor` finds for the server, what needs somebody first. */
export const Findings = () => {
  const say = useSay();
  const word = useWord();
  const asked = useQuery({
    queryKey: ['findings'],
    queryFn: () => take(api.GET('/api/v1/findings', { params: { query: {} } })),
    refetchInterval: REFRESH_MS,
  });
  const items = (asked.data?.items ?? [])
    .map((finding, n) => ({ ...finding, n }))
    .toSorted((one, other) => WORST_FIRST.indexOf(one.state) - WORST_FIRST.indexOf(other.state));
  const ill = items.filter(({ state }) => state !== 'good').length;
  return (
    <Loaded of={asked}>
      <p className="above-table" role="status">
        {ill === 0
          ? say(`服务自检 ${items.length} 项全部正常。`, `All ${items.length} checks of the server are good.`)
          : say(
              `服务自检 ${items.length} 项中 ${ill} 项须处理。`,
              `${ill} of ${items.length} checks of the server need somebody.`,
            )}
      </p>
      <RowTable
        isShort
        caption={say('服务自检，须处理的在前', 'Checks of the server, those that need somebody first')}
        rows={items}
        idOf={({ n }) => String(n)}
        columns={[
          { name: say('检查', 'Check'), className: 'who', cell: ({ check }) => word('checks', check) },
          {
            name: say('结果', 'Result'),
            className: 'stage',
            cell: ({ state }) => (
              <span className={MARKS[state].className}>
                <span aria-hidden="true">{MARKS[state].sign}</span> {word('findingStates', state)}
              </span>
            ),
          },
          {
            name: say('说明', 'Finding'),
            cell: ({ sentence, fix }) => (
              <>
                <span className="wrap">{say(sentence.zh, sentence.en)}</span>
                {fix && (
                  <span className="second wrap">
                    {say('处理：', 'To do: ')}
                    {say(fix.zh, fix.en)}
                  </span>
                )}
              </>
            ),
          },
        ]}
      />
    </Loaded>
  );
};

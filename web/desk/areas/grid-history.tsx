import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { useWord } from '../../shared/words.ts';
import { Loaded } from '../list/loaded.tsx';
import { Moment } from '../list/moment.tsx';
import { Problem } from '../list/problem.tsx';
import { SureButton } from '../list/sure-button.tsx';
import { GRIDS } from '../places/grid-query.ts';
import { faultsIn, type GridInFull, useGridChanges } from './area-query.ts';
import { FaultList } from './fault-list.tsx';

/** What became of a grid, by whom and when; each earlier version can be brought back. */
export const GridHistory = ({
  shown,
  mayManage,
}: {
  readonly shown: GridInFull;
  readonly mayManage: boolean;
}) => {
  const say = useSay();
  const word = useWord();
  const client = useQueryClient();
  const gridCode = shown.grid.properties.code;
  const changes = useGridChanges(gridCode);
  const restore = useMutation({
    mutationFn: (version: number) =>
      take(
        api.POST('/api/v1/grids/{gridCode}/restoration', {
          params: { path: { gridCode } },
          body: { version, after: shown.version, mayLeaveGap: true, dryRun: false },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: [GRIDS] }),
  });
  const faults = faultsIn(restore.error);
  return (
    <section aria-label={say('变更记录', 'History')}>
      <h3>{say('变更记录', 'History')}</h3>
      <Loaded of={changes}>
        <ol className="related">
          {changes.data?.items.map(
            ({ version, at, byName, kinds, name, workerName, reason, successorCode }) => (
              <li key={version}>
                {kinds.map((kind) => word('gridChanges', kind)).join(say('、', ', '))} · {name}
                {workerName !== null && ` · ${workerName}`}
                <span className="second wrap">
                  {byName ?? say('系统', 'System')} <Moment at={at} />
                  {reason !== null && ` · ${reason}`}
                  {successorCode !== null &&
                    say(` · 由 ${successorCode} 接管`, ` · taken over by ${successorCode}`)}
                </span>
                {mayManage && version < shown.version && !kinds.includes('retired') && (
                  <SureButton
                    size="small"
                    question={say('恢复到这一版？', 'Bring this version back?')}
                    onSure={() => restore.mutate(version)}
                  >
                    {say(`恢复第 ${version} 版`, `Bring version ${version} back`)}
                  </SureButton>
                )}
              </li>
            ),
          )}
        </ol>
      </Loaded>
      {faults !== undefined && <FaultList faults={faults} />}
      <Problem error={restore.error} />
    </section>
  );
};

import { type ReactNode, useCallback, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { useSay } from '../../shared/language.ts';
import { CasePane } from '../case/case-pane.tsx';
import { KeysFoot } from '../list/keys-foot.tsx';
import { Loaded } from '../list/loaded.tsx';
import { MoreButton } from '../list/more-button.tsx';
import { useCurrent } from '../list/use-current.ts';
import { useRowKeys } from '../list/use-row-keys.ts';
import { BulkBar } from './bulk-bar.tsx';
import { type CaseColumn, type CaseOrder, type CaseRow, CaseTable } from './case-table.tsx';

interface Paged {
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly refetch: () => unknown;
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => unknown;
}

interface Props {
  readonly of: Paged;
  readonly rows: readonly CaseRow[];
  readonly caption: string;
  readonly columns?: readonly CaseColumn[] | undefined;
  readonly order?: CaseOrder;
  /** Said where there is no row. */
  readonly empty: ReactNode;
  /** Above the list. */
  readonly children: ReactNode;
}

/** A list of cases with the current one beside it; ticked ones take a step together. */
export const CaseBrowser = ({ of, rows, caption, columns, order, empty, children }: Props) => {
  const say = useSay();
  const [, navigate] = useLocation();
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const ids = useMemo(() => rows.map(({ shown }) => shown.caseId), [rows]);
  const { currentId, onCurrent } = useCurrent(ids);
  const onOpen = useCallback((caseId: string) => navigate(`/cases/${caseId}`), [navigate]);
  const onTick = useCallback(
    (caseId: string) =>
      setTicked((before) => {
        const after = new Set(before);
        if (!after.delete(caseId)) after.add(caseId);
        return after;
      }),
    [],
  );
  useRowKeys({ ids, currentId, onCurrent, onOpen, onTick });
  // What is being done stays chosen, also when it leaves the list.
  const [underWay, setUnderWay] = useState<readonly string[]>();
  const chosen = underWay ?? ids.filter((caseId) => ticked.has(caseId));
  return (
    <div className="queue">
      <main className="queue-list">
        {children}
        <Loaded of={of}>
          {rows.length === 0 ? (
            <p className="state">
              {of.hasNextPage
                ? say('前面的案件里没有符合的，可继续加载。', 'None so far: load more.')
                : empty}
            </p>
          ) : (
            <CaseTable
              rows={rows}
              currentId={currentId}
              onCurrent={onCurrent}
              onOpen={onOpen}
              ticked={ticked}
              onTick={onTick}
              caption={caption}
              columns={columns}
              order={order}
            />
          )}
          <MoreButton of={of} />
        </Loaded>
        {chosen.length > 1 && (
          <BulkBar
            caseIds={chosen}
            onBegin={() => setUnderWay(chosen)}
            onTakenBack={() => setUnderWay(undefined)}
            onDone={() => {
              setUnderWay(undefined);
              setTicked(new Set());
            }}
          />
        )}
        <KeysFoot canTick />
      </main>
      <aside className="pane" aria-label={say('当前案件', 'Current case')}>
        {currentId !== undefined && <CasePane key={currentId} caseId={currentId} />}
      </aside>
    </div>
  );
};

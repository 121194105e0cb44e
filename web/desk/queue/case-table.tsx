import { Checkbox } from 'antd';
import { useEffect, useRef } from 'react';
import { ClockLight } from '../../shared/clock-light.tsx';
import { useSay } from '../../shared/language.ts';
import { useNow } from '../../shared/now.ts';
import { momentWords, type Timed } from '../../shared/time-left.ts';
import { useWord } from '../../shared/words.ts';
import type { Case } from './case-query.ts';

/** A case as a row shows it; `timed` is the clock that counts for whoever looks. */
export interface CaseRow {
  readonly shown: Case;
  readonly timed: Timed;
}

export interface CaseTableProps {
  readonly rows: readonly CaseRow[];
  readonly currentId: string | undefined;
  readonly onCurrent: (caseId: string) => void;
  readonly onOpen: (caseId: string) => void;
  readonly ticked?: ReadonlySet<string>;
  readonly onTick?: (caseId: string) => void;
  readonly caption: string;
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

/** Cases, a row each: how long there is, what it is, where, in which stage, and who has it. */
export const CaseTable = ({
  rows,
  currentId,
  onCurrent,
  onOpen,
  ticked,
  onTick,
  caption,
}: CaseTableProps) => {
  const say = useSay();
  const word = useWord();
  const tagsOf = useTags();
  const now = useNow();
  const current = useRef<HTMLTableRowElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the row that is current now is brought into sight
  useEffect(() => current.current?.scrollIntoView({ block: 'nearest' }), [currentId]);
  return (
    <table className="case-table">
      <caption className="unseen">{caption}</caption>
      <thead>
        <tr>
          {onTick && (
            <th scope="col" className="tick">
              <span className="unseen">{say('选中', 'Ticked')}</span>
            </th>
          )}
          <th scope="col" className="when">
            {say('时限', 'Time')}
          </th>
          <th scope="col">{say('内容', 'What')}</th>
          <th scope="col" className="where">
            {say('地点', 'Where')}
          </th>
          <th scope="col" className="stage">
            {say('环节', 'Stage')}
          </th>
          <th scope="col" className="who">
            {say('当前办理', 'With')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ shown, timed }) => {
          const isCurrent = shown.caseId === currentId;
          const title = shown.names.matter ?? word('sources', shown.source);
          return (
            <tr
              key={shown.caseId}
              ref={isCurrent ? current : undefined}
              aria-selected={isCurrent}
              onClick={() => onCurrent(shown.caseId)}
              onDoubleClick={() => onOpen(shown.caseId)}
            >
              {onTick && (
                <td className="tick">
                  <Checkbox
                    checked={ticked?.has(shown.caseId) ?? false}
                    aria-label={say(`选中 ${shown.caseNumber}`, `Tick ${shown.caseNumber}`)}
                    onClick={(event) => event.stopPropagation()}
                    onChange={() => onTick(shown.caseId)}
                  />
                </td>
              )}
              <td>
                {shown.closedAt === null ? (
                  <ClockLight timed={timed} />
                ) : (
                  <span>{momentWords(Date.parse(shown.closedAt), now, say)}</span>
                )}
                <span className="second">{shown.caseNumber}</span>
              </td>
              <td>
                <a
                  href={`/desk/cases/${shown.caseId}`}
                  onClick={(event) => {
                    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
                    event.preventDefault();
                    event.stopPropagation();
                    onOpen(shown.caseId);
                  }}
                >
                  {title}
                </a>
                {tagsOf(shown).map(({ text, red }) => (
                  <span key={text} className={red ? 'tag tag-red' : 'tag'}>
                    {text}
                  </span>
                ))}
                <span className="second">{shown.description}</span>
              </td>
              <td>
                {shown.names.place}
                <span className="second">{shown.location.address || (shown.names.grid ?? '')}</span>
              </td>
              <td>{word('stages', shown.stage)}</td>
              <td>{shown.names.department ?? '—'}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
};

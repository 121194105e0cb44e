import { Button, Dialog, ProgressBar } from 'antd-mobile';
import { Link, useLocation } from 'wouter';
import { useLanguage, useSay } from '../../shared/language.ts';
import { useNow } from '../../shared/now.ts';
import { momentWords } from '../../shared/time-left.ts';
import { removeRecord } from '../keep/records.ts';
import { Thumbnail } from '../photo/photo-strip.tsx';
import { useProgress } from '../queue/progress.ts';
import type { PhoneRecord } from '../queue/record.ts';
import { SUPPLEMENT } from '../queue/supplement.ts';
import { useReachable } from '../shell/connection.ts';
import { kindOfStep } from '../tasks/task-cards.ts';
import { useKindWords } from '../tasks/use-kind-words.ts';

const useTitle = () => {
  const say = useSay();
  const kindWords = useKindWords();
  return ({ content }: PhoneRecord): string => {
    if (content.kind === 'step' && content.command === SUPPLEMENT)
      return `${say('补充：', 'Added: ')}${content.matterName}`;
    if (content.kind === 'step')
      return `${kindWords(kindOfStep(content.command))}${say('：', ': ')}${content.matterName}`;
    return content.matterName || content.description || say('上报', 'Report');
  };
};

/** How far a waiting record is: the files that are there already count, and the one that is going now. */
const Waiting = ({ record: { id, files } }: { readonly record: PhoneRecord }) => {
  const say = useSay();
  const isReachable = useReachable();
  const progress = useProgress();
  const there = files.filter(({ digest }) => digest !== null).length;
  const isSending = progress?.recordId === id;
  const percent = isSending
    ? Math.floor((100 * progress.sentBytes) / Math.max(1, progress.totalBytes))
    : files.length === 0
      ? 0
      : Math.floor((100 * there) / files.length);
  const words = isSending
    ? say(`正在发送 ${percent}%`, `Sending ${percent}%`)
    : there > 0
      ? say(
          `照片 ${there}/${files.length} 已传，联网后继续`,
          `${there}/${files.length} files sent; goes on later`,
        )
      : isReachable
        ? say('等待发送', 'Waits to be sent')
        : say('等待联网', 'Waits for a network');
  return (
    <>
      <span className="card-line">{words}</span>
      {(isSending || there > 0) && <ProgressBar percent={percent} aria-label={words} />}
    </>
  );
};

export const RecordLine = ({ record }: { readonly record: PhoneRecord }) => {
  const say = useSay();
  const language = useLanguage();
  const now = useNow();
  const titleOf = useTitle();
  const [, navigate] = useLocation();
  const { id, state, files, begunAt, content } = record;
  const photo = files.find(({ role }) => role !== 'voice');
  const at = state.status === 'sent' ? state.at : state.status === 'draft' ? begunAt : state.since;

  const giveUp = async (): Promise<void> => {
    const isSure = await Dialog.confirm({
      content: say(
        '放弃这条记录？没有提交成功，删除后无法找回。',
        'Give this record up? It was not accepted, and cannot be brought back.',
      ),
      confirmText: say('放弃', 'Give up'),
      cancelText: say('保留', 'Keep'),
    });
    if (isSure) await removeRecord(id);
  };
  return (
    <li className="record">
      <div className="record-row">
        {photo === undefined ? <span className="thumbnail" /> : <Thumbnail file={photo} />}
        <div className="record-words">
          <span className="card-row">
            <strong>{titleOf(record)}</strong>
            <time dateTime={at}>{momentWords(Date.parse(at), now, say)}</time>
          </span>
          {state.status === 'waiting' && <Waiting record={record} />}
          {state.status === 'refused' && (
            <span className="card-line problem-line">{language === 'en' ? state.en : state.zh}</span>
          )}
          {state.status === 'sent' && (
            <span className="card-line">
              {state.caseNumber}
              {content.kind === 'report' && content.settled !== null && say('，自行处置', ', settled')}
            </span>
          )}
          {state.status === 'draft' && (
            <span className="card-line">{say('还没有提交', 'Not submitted yet')}</span>
          )}
        </div>
      </div>
      {state.status === 'refused' && (
        <>
          <div className="card-acts">
            <Button
              className="act"
              onClick={() =>
                void import('./export-record.ts').then(({ exportRecord }) => exportRecord(record))
              }
            >
              {say('导出备份', 'Export')}
            </Button>
            <Button className="act act-main" color="primary" onClick={() => navigate(`/records/${id}`)}>
              {say('修改后重新提交', 'Mend and send')}
            </Button>
          </div>
          <button type="button" className="plain" onClick={() => void giveUp()}>
            {say('放弃这条', 'Give it up')}
          </button>
        </>
      )}
      {state.status === 'sent' && (
        <p className="card-more">
          <Link href={`/cases/${state.caseId}`}>{say('看办理情况 ›', 'What became of it ›')}</Link>
        </p>
      )}
      {state.status === 'draft' && (
        <p className="card-more">
          <Link href={content.kind === 'report' ? '/report' : `/cases/${content.caseId}/${content.command}`}>
            {say('继续填写 ›', 'Go on ›')}
          </Link>
        </p>
      )}
    </li>
  );
};

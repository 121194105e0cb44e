import { useSay } from '../../shared/language.ts';
import { removeFile } from '../keep/records.ts';
import type { PhoneRecord } from '../queue/record.ts';
import { canRecord, useVoice } from './voice.ts';

/** What it is, said instead of typed: one tap begins, another ends. */
export const VoiceField = ({ record }: { readonly record: PhoneRecord }) => {
  const say = useSay();
  const { state, seconds, start, stop } = useVoice(record);
  const recordings = record.files.filter(({ role }) => role === 'voice');
  if (!canRecord()) return null;
  return (
    <>
      <p className="place-row">
        {state === 'recording' ? (
          <button type="button" className="plain recording" onClick={stop}>
            {say(`■ 正在录音 ${seconds} 秒，点一下结束`, `■ Recording, ${seconds} s: tap to end`)}
          </button>
        ) : (
          <button type="button" className="plain" onClick={() => void start()}>
            {say('● 点一下说话', '● Tap and speak')}
          </button>
        )}
        {state === 'denied' && (
          <span role="alert">{say('手机没有允许录音', 'The phone does not allow it')}</span>
        )}
      </p>
      {recordings.map(({ fileId, bytes }, n) => (
        <p key={fileId} className="place-row">
          <span>
            {say(`录音 ${n + 1}`, `Recording ${n + 1}`)}（{Math.ceil(bytes / 1024)} KB）
          </span>
          <button type="button" className="plain" onClick={() => void removeFile(record.id, fileId)}>
            {say('删除', 'Remove')}
          </button>
        </p>
      ))}
    </>
  );
};

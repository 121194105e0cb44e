import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { plainWords } from '../shell/plain-words.ts';
import { useLoaded } from '../shell/use-loaded.ts';
import { forgetCode, keptCodes } from './kept-codes.ts';
import { StatusView } from './status-view.tsx';

/** One's own reports, by their codes. */
export const FollowPage = () => {
  const say = useSay();
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState<string>();
  const [kept, setKept] = useState(keptCodes);
  const status = useLoaded(asked ?? null, () =>
    take(api.POST('/api/v1/public/status', { body: { trackingCode: asked! } })),
  );
  const ask = (code: string): void => {
    if (code.trim() === '') return;
    if (code === asked) status.again();
    setAsked(code);
  };
  return (
    <>
      <h1>{say('查进度', 'Follow a report')}</h1>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          ask(typed.trim());
        }}
      >
        <div className="field">
          <label htmlFor="code">{say('查询码', 'Code')}</label>
          <input
            id="code"
            className="code-input"
            value={typed}
            maxLength={64}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            placeholder="XXXXX-XXXXX-XXXXX-XXXXX"
            onChange={(event) => setTyped(event.target.value)}
          />
        </div>
        <button type="submit" className="main">
          {say('查询', 'Look it up')}
        </button>
      </form>
      <div aria-live="polite">
        {status.isLoading && <p>{say('正在查询…', 'Looking…')}</p>}
        {status.error !== undefined && <p className="wrong box">{plainWords(status.error, say)}</p>}
        {status.data !== undefined && (
          <StatusView key={asked} status={status.data} trackingCode={asked!} onRated={status.again} />
        )}
      </div>
      {kept.length > 0 && (
        <section>
          <h2>{say('记在这台设备上的', 'Kept on this device')}</h2>
          <ul className="kept">
            {kept.map(({ trackingCode, caseNumber, place }) => (
              <li key={trackingCode}>
                <button type="button" onClick={() => ask(trackingCode)}>
                  {caseNumber}
                  <small>{place}</small>
                </button>
                <button
                  type="button"
                  aria-label={say(`不再保存 ${caseNumber}`, `Forget ${caseNumber}`)}
                  onClick={() => setKept(forgetCode(trackingCode))}
                >
                  {say('不再保存', 'Forget')}
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
};

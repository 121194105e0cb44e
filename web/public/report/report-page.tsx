import { useEffect, useState } from 'react';
import { useSay } from '../../shared/language.ts';
import { plainWords } from '../shell/plain-words.ts';
import { type Draft, dropDraft, loadDraft, newDraft, saveDraft } from './draft.ts';
import { ReceiptView } from './receipt.tsx';
import { ReportForm } from './report-form.tsx';
import type { Receipt } from './send.ts';
import { useSettings } from './use-settings.ts';

export const ReportPage = () => {
  const say = useSay();
  const settings = useSettings();
  const [draft, setDraft] = useState<Draft>();
  const [receipt, setReceipt] = useState<Receipt>();
  useEffect(() => {
    void loadDraft().then(setDraft);
  }, []);

  if (receipt !== undefined) return <ReceiptView receipt={receipt} onAnother={() => setReceipt(undefined)} />;
  if (settings.error !== undefined)
    return (
      <div className="wrong box" role="alert">
        <p>{plainWords(settings.error, say)}</p>
        <button type="button" onClick={settings.again}>
          {say('再试一次', 'Try again')}
        </button>
      </div>
    );
  if (settings.data === undefined || draft === undefined)
    return <p role="status">{say('正在读取…', 'Loading…')}</p>;
  return (
    <>
      <h1>{say('反映身边的问题', 'Report a problem nearby')}</h1>
      <p>
        {say(
          '不用注册。提交后给您一个查询码，凭它查进度、作评价。',
          'No account is needed. You get a code with which you can follow your report and rate the result.',
        )}
      </p>
      <ReportForm
        draft={draft}
        settings={settings.data}
        onChange={(change) =>
          setDraft((before) => {
            const next = { ...before!, ...change };
            saveDraft(next);
            return next;
          })
        }
        onSent={(sent) => {
          dropDraft();
          // The same neighbourhood, most likely, next time.
          setDraft(newDraft({ divisionCode: draft.divisionCode }));
          setReceipt(sent);
          window.scrollTo(0, 0);
        }}
      />
    </>
  );
};

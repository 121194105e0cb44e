import { Link } from 'wouter';
import { useLanguage, useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import { useWorkflow } from '../../shared/words.ts';
import { changeRecord, useRecords } from '../keep/records.ts';
import { isReport, isStep, type StepRecord } from '../queue/record.ts';
import { ReportForm } from '../report/report-form.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { StepForm } from '../step/step-form.tsx';

const reportInstead = ({ id }: StepRecord): Promise<unknown> =>
  changeRecord(id, (record) =>
    isStep(record) && record.content.instead !== undefined
      ? { ...record, content: record.content.instead }
      : record,
  );

/** A record that the server refused, as a form again, with what it said. */
const MendPage = ({ recordId }: { readonly recordId: string }) => {
  const say = useSay();
  const language = useLanguage();
  const me = useOwner();
  const workflow = useWorkflow();
  const record = useRecords().find(({ id, ownerId }) => id === recordId && ownerId === me.userId);
  if (record === undefined || record.state.status !== 'refused')
    return (
      <main className="page">
        <PageHead title={say('修改', 'Mend')} back="/mine" />
        <p className="state">
          {say('这条已经不需要修改。', 'There is nothing to mend here.')}{' '}
          <Link href="/mine">{say('回到我的', 'Back')}</Link>
        </p>
      </main>
    );
  const transition = isStep(record)
    ? workflow?.transitions.find(({ command }) => command === record.content.command)
    : undefined;
  return (
    <main className="page page-form">
      <PageHead
        title={isReport(record) ? say('修改上报', 'Mend the report') : record.content.matterName}
        back="/mine"
      />
      <p className="problem" role="alert">
        ! {language === 'en' ? record.state.en : record.state.zh}
      </p>
      {isReport(record) && <ReportForm record={record} back="/mine" />}
      {isStep(record) && record.content.instead !== undefined && (
        <p className="notice">
          {say('这件案件不再接受补充时，可以', 'Where the case takes nothing more: ')}
          <button type="button" className="plain" onClick={() => void reportInstead(record)}>
            {say('改为新的上报', 'report it anew')}
          </button>
        </p>
      )}
      {isStep(record) && transition !== undefined && (
        <StepForm record={record} transition={transition} back="/mine" />
      )}
    </main>
  );
};
export default MendPage;

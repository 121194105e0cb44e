import { useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import { useRecords } from '../keep/records.ts';
import { ofOthers, waitingOf } from '../queue/order.ts';
import type { PhoneRecord } from '../queue/record.ts';
import { PageHead } from '../shell/page-head.tsx';
import { useMyReports } from './my-reports.ts';
import { MyReportsList } from './my-reports-list.tsx';
import { RecordLine } from './record-line.tsx';
import { Settings } from './settings.tsx';

const latestFirst = (a: PhoneRecord, b: PhoneRecord): number => (a.begunAt < b.begunAt ? 1 : -1);

const Group = ({ title, records }: { readonly title: string; readonly records: readonly PhoneRecord[] }) =>
  records.length === 0 ? null : (
    <section className="card">
      <h2>{title}</h2>
      <ul>
        {records.map((record) => (
          <RecordLine key={record.id} record={record} />
        ))}
      </ul>
    </section>
  );

/** What of mine is under way: to be sent, refused, begun, and sent within a week; and how the page looks. */
const MinePage = () => {
  const say = useSay();
  const me = useOwner();
  const records = useRecords();
  const own = records.filter(({ ownerId }) => ownerId === me.userId).sort(latestFirst);
  const hasReports = useMyReports().length > 0;
  const inState = (status: string) => own.filter(({ state }) => state.status === status);
  const waiting = waitingOf(records, me.userId);
  const refused = inState('refused');
  const sent = inState('sent');
  return (
    <main className="page">
      <PageHead title={say('我的', 'Mine')}>
        {say('联网后自动发送；发送成功前不会删除', 'Sent by itself; nothing is deleted before it is there')}
      </PageHead>
      <Group title={say(`↑ 待发送 ${waiting.length}`, `↑ To send: ${waiting.length}`)} records={waiting} />
      <Group
        title={say(`! 未提交成功 ${refused.length}`, `! Not accepted: ${refused.length}`)}
        records={refused}
      />
      <Group title={say('草稿', 'Begun')} records={inState('draft')} />
      <Group title={say('✓ 近 7 天已提交', '✓ Sent within 7 days')} records={sent} />
      <MyReportsList />
      {own.length === 0 && !hasReports && (
        <p className="state">
          {say('您上报和办理的会出现在这里。', 'What you report and do will be shown here.')}
        </p>
      )}
      {ofOthers(records, me.userId).map(({ ownerName, count }) => (
        <p key={ownerName} className="notice">
          {say(
            `这台手机上还有 ${ownerName} 的 ${count} 条，要等本人登录后才会发送。`,
            `${count} of ${ownerName} are on this phone too: they are sent when ${ownerName} signs in.`,
          )}
        </p>
      ))}
      <Settings />
    </main>
  );
};
export default MinePage;

import { useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import { useRecords } from '../keep/records.ts';
import { draftFor, EMPTY_REPORT } from '../queue/drafts.ts';
import { PageHead } from '../shell/page-head.tsx';
import { ReportForm } from './report-form.tsx';

/** A new report, or the one that was begun. */
const ReportPage = () => {
  const say = useSay();
  const me = useOwner();
  const record = draftFor(useRecords(), me, EMPTY_REPORT);
  return (
    <main className="page page-form">
      <PageHead title={say('上报', 'Report')} back="/" />
      <ReportForm key={record.id} record={record} back="/" />
    </main>
  );
};
export default ReportPage;

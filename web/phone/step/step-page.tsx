import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import { resourceOf } from '../../shared/step/resource-of.ts';
import { useWord, useWorkflow } from '../../shared/words.ts';
import { useRecords } from '../keep/records.ts';
import { draftFor } from '../queue/drafts.ts';
import { SUPPLEMENT, stepOf } from '../queue/supplement.ts';
import { PageHead } from '../shell/page-head.tsx';
import { caseQuery, taskQuery } from '../tasks/task-query.ts';
import { StepForm } from './step-form.tsx';

/** A step of a case that waits for me. */
const StepPage = ({ caseId, command }: { readonly caseId: string; readonly command: string }) => {
  const say = useSay();
  const word = useWord();
  const me = useOwner();
  const records = useRecords();
  const workflow = useWorkflow();
  const { data } = useQuery(taskQuery);
  // A task is kept on the phone; any other case is asked for when something is added to it.
  const other = useQuery({ ...caseQuery(caseId), enabled: command === SUPPLEMENT });
  const task = data?.items.find((each) => each.caseId === caseId) ?? other.data;
  const transition = workflow?.transitions.find((each) => each.command === command);
  const resource =
    task === undefined || transition === undefined
      ? undefined
      : resourceOf(transition, { task: task.task, requests: task.requests, supervisions: [], appeal: null });
  if (task === undefined || transition === undefined || resource === undefined)
    return (
      <main className="page">
        <PageHead title={say('办理', 'Step')} back="/" />
        <p className="state">
          {other.isFetching
            ? say('正在读取…', 'Loading…')
            : command === SUPPLEMENT
              ? say('现在打不开这件案件，联网后再试。', 'The case cannot be opened now: try again later.')
              : say('这件案件已不在您的待办里。', 'This case no longer waits for you.')}{' '}
          <Link href="/">{say('回到待办', 'Back to my tasks')}</Link>
        </p>
      </main>
    );
  const { caseNumber } = task;
  const matterName = task.names.matter ?? word('sources', task.source);
  const content = stepOf({ ...transition, resource }, { caseId, caseNumber, matterName });
  const record = draftFor(records, me, content);
  const back = command === SUPPLEMENT ? `/cases/${caseId}` : '/';
  return (
    <main className="page page-form">
      <PageHead title={matterName} back={back}>
        {task.location.address || [task.names.place, task.names.grid].filter(Boolean).join(' ')}
      </PageHead>
      <p className="said">{task.description}</p>
      <StepForm key={record.id} record={record} transition={transition} back={back} />
    </main>
  );
};
export default StepPage;

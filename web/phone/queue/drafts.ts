import type { Me } from '../../shared/session.ts';
import type { PhoneRecord, ReportContent, StepContent } from './record.ts';

type DraftContent = ReportContent | StepContent;

/** What a draft is of: one report at a time, and one for each step of a case. */
const subjectOf = (content: DraftContent): string =>
  content.kind === 'report' ? 'report' : `${content.caseId} ${content.command}`;

/** Not in the store yet: nothing has been filled in. */
const untouched = new Map<string, PhoneRecord>();

/** The draft that a person goes on with, or a new one that is kept once something is filled in. */
export const draftFor = <Content extends DraftContent>(
  records: readonly PhoneRecord[],
  owner: Pick<Me, 'userId' | 'displayName'>,
  content: Content,
): PhoneRecord<Content> => {
  const subject = subjectOf(content);
  const kept = records.find(
    (record) =>
      record.ownerId === owner.userId &&
      record.state.status === 'draft' &&
      subjectOf(record.content) === subject,
  );
  if (kept !== undefined) return kept as PhoneRecord<Content>;
  const key = `${owner.userId} ${subject}`;
  const known = untouched.get(key);
  if (known !== undefined && !records.some(({ id }) => id === known.id)) return known as PhoneRecord<Content>;
  const fresh: PhoneRecord<Content> = {
    id: crypto.randomUUID(),
    ownerId: owner.userId,
    ownerName: owner.displayName,
    begunAt: new Date().toISOString(),
    content,
    files: [],
    state: { status: 'draft' },
  };
  untouched.set(key, fresh);
  return fresh;
};

/** What was given up is not gone on with. */
export const forgetDraft = (gone: string): void => {
  for (const [key, { id }] of untouched) if (id === gone) untouched.delete(key);
};

export const EMPTY_REPORT: ReportContent = {
  kind: 'report',
  position: null,
  address: '',
  placeName: '',
  matterCode: null,
  matterName: '',
  description: '',
  settled: null,
};

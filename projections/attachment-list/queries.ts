import type { Sql } from '../../src/platform/sql.ts';
import type { AttachmentReferenceRow } from './project.ts';

/** The attachment as a case names it, in whatever stream of the case. */
export const findCaseAttachment = async (
  sql: Sql,
  caseId: string,
  digest: string,
): Promise<AttachmentReferenceRow | undefined> => {
  const [row] = await sql<AttachmentReferenceRow>`
    select * from attachment_references where digest = ${digest} and case_id = ${caseId} limit 1`;
  return row;
};

/** Those among the digests that some event names. */
export const namedDigests = async (sql: Sql, digests: readonly string[]): Promise<ReadonlySet<string>> => {
  const rows = await sql<{ digest: string }>`
    select distinct digest from attachment_references where digest = any(${digests}::text[])`;
  return new Set(rows.map(({ digest }) => digest));
};

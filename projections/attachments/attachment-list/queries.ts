import type { Sql } from '../../../src/platform/sql.ts';
import type { AttachmentReferenceRow } from './table.ts';

/** The attachment as a case names it, in any stream of the case. */
export const findCaseAttachment = async (
  sql: Sql,
  caseId: string,
  digest: string,
): Promise<AttachmentReferenceRow | undefined> => {
  const [row] = await sql<AttachmentReferenceRow>`
    select * from attachment_references where digest = ${digest} and case_id = ${caseId} limit 1`;
  return row;
};

/** Cases that name the attachment, in any of their streams. */
export const casesNaming = async (sql: Sql, digest: string): Promise<string[]> => {
  const rows = await sql<{ case_id: string }>`
    select distinct case_id from attachment_references where digest = ${digest} and case_id is not null`;
  return rows.map((row) => row.case_id);
};

/** Those among the digests that some event names. */
export const namedDigests = async (sql: Sql, digests: readonly string[]): Promise<ReadonlySet<string>> => {
  const rows = await sql<{ digest: string }>`
    select distinct digest from attachment_references where digest = any(${digests}::text[])`;
  return new Set(rows.map(({ digest }) => digest));
};

/** The attachments that a case names, and whether anything else names them too. */
export const attachmentsOfCase = async (
  sql: Sql,
  caseId: string,
): Promise<readonly { readonly digest: string; readonly named_elsewhere: boolean }[]> =>
  await sql<{ digest: string; named_elsewhere: boolean }>`
    select own.digest, exists (
      select 1 from attachment_references other
      where other.digest = own.digest and other.case_id is distinct from ${caseId}
    ) as named_elsewhere
    from (select distinct digest from attachment_references where case_id = ${caseId}) own order by own.digest`;

const REFERENCES_AT_ONCE = 1000;

/** Every attachment that some event names. */
export async function* allReferences(sql: Sql): AsyncGenerator<string> {
  for (let last = ''; ; ) {
    const rows = await sql<{ digest: string }>`
      select distinct digest from attachment_references where digest > ${last}
      order by digest limit ${REFERENCES_AT_ONCE}`;
    for (const { digest } of rows) yield digest;
    if (rows.length < REFERENCES_AT_ONCE) return;
    last = rows.at(-1)!.digest;
  }
}

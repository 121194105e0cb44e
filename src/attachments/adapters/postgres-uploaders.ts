import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/sql.ts';
import type { Uploaders } from '../uploaders.ts';

/** Attachments not named by then have been deleted long before. */
const REMEMBERED_MS = 30 * 86_400_000;

/** Uploaders in the table `attachment_uploaders`, which all servers share. */
export const createPostgresUploaders = (sql: Sql, clock: Clock): Uploaders => ({
  async note(attachmentId, userId) {
    const now = clock.now();
    await sql`
      insert into attachment_uploaders (attachment_id, user_id, uploaded_at)
      values (${attachmentId}, ${userId}, ${new Date(now).toISOString()})
      on conflict (attachment_id, user_id) do update set uploaded_at = excluded.uploaded_at`;
    await sql`
      delete from attachment_uploaders where uploaded_at < ${new Date(now - REMEMBERED_MS).toISOString()}`;
  },
  async isUploader(attachmentId, userId) {
    const [row] = await sql`
      select 1 from attachment_uploaders where attachment_id = ${attachmentId} and user_id = ${userId}`;
    return row !== undefined;
  },
});

import { assertDurable } from '../platform/postgres-guard.ts';
import type { Sql } from '../platform/sql.ts';
import type { Finding } from './finding.ts';

export const databaseFailed = (reason: string): Finding => ({
  check: 'database',
  state: 'bad',
  sentence: { zh: `数据库不可用：${reason}`, en: reason },
  fix: {
    zh: '启动数据库，或改正 DATABASE_URL 和数据库的设置',
    en: 'start the database, or correct DATABASE_URL',
  },
});

/** Throws where it does not answer, or can lose what it has acknowledged. */
export const checkAnswering = async (sql: Sql): Promise<Finding> => {
  await assertDurable(sql);
  return {
    check: 'database',
    state: 'good',
    sentence: {
      zh: '有应答，已确认的数据不会丢失',
      en: 'it answers, and acknowledged data are durable',
    },
  };
};

import type { Fault } from '../fault.ts';

export const databaseConnectionsCut: Fault = {
  name: 'databaseConnectionsCut',
  async inject(world) {
    const ended = await world.withSql(
      (sql) => sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where application_name like 'yiwang-%' and pid <> pg_backend_pid()`,
    );
    return `${ended.count} backends ended`;
  },
};

export const deviceConnectionsCut: Fault = {
  name: 'deviceConnectionsCut',
  async inject(world) {
    world.cutDevices();
    return 'all of them';
  },
};

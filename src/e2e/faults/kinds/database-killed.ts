import type { Fault } from '../fault.ts';

export const databaseKilled: Fault = {
  name: 'databaseKilled',
  async inject(world) {
    process.kill(await world.databasePid(), 'SIGKILL');
    return 'and started again by the server';
  },
};

export const bothKilled: Fault = {
  name: 'bothKilled',
  async inject(world, random) {
    const database = await world.databasePid();
    const killDatabase = () => process.kill(database, 'SIGKILL');
    const databaseFirst = random() < 0.5;
    if (databaseFirst) killDatabase();
    await world.server().end('SIGKILL');
    if (!databaseFirst) killDatabase();
    await world.startServer();
    return databaseFirst ? 'the database first' : 'the server first';
  },
};

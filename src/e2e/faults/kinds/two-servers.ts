import type { Fault } from '../fault.ts';

/** Two servers on one database, with devices at both; the second one loses the database, then either one dies. */
export const oneOfTwoServersKilled: Fault = {
  name: 'oneOfTwoServersKilled',
  async inject(world, random) {
    const { fleet } = world;
    const second = await world.startSecondServer();
    world.cutDevices();
    await fleet.more(100, 'acknowledgements of two servers');
    world.cutSecondFromDatabase();
    await fleet.more(100, 'acknowledgements after the second server was cut off');
    const killsFirst = random() < 0.5;
    await (killsFirst ? world.server() : second).end('SIGKILL');
    await fleet.more(200, 'acknowledgements of the server that is left');
    if (killsFirst) {
      // Takes the orphaned database over, under the feet of the second server.
      await world.startServer();
      await fleet.more(100, 'acknowledgements after the first server came back');
      await second.end(random() < 0.5 ? 'SIGTERM' : 'SIGKILL');
    }
    return killsFirst ? 'the one with the database' : 'the other one';
  },
};

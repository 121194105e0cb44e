import { between, type Fault } from '../fault.ts';

export const serverKilled: Fault = {
  name: 'serverKilled',
  async inject(world) {
    await world.server().end('SIGKILL');
    await world.startServer();
    return 'at a random moment';
  },
};

const diesAt = (name: string, point: 'eventsCommitted' | 'projectionCommit', latest: number): Fault => ({
  name,
  async inject(world, random) {
    const pass = between(random, 1, latest);
    await world.server().dieAt({ point, pass });
    await world.startServer();
    return `at pass ${pass}`;
  },
});

/** Events are in the log, but neither the device nor a projection knows yet. */
export const killedBeforeAcknowledging = diesAt('killedBeforeAcknowledging', 'eventsCommitted', 40);

/** Rows are written and not committed, by any of the projections. */
export const killedInProjection = diesAt('killedInProjection', 'projectionCommit', 150);

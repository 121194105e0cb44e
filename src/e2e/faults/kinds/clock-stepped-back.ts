import type { Fault } from '../fault.ts';

const HOUR_MS = 3_600_000;

/** The server's clock goes back by an hour, then by a day, and is put right, in the middle of readings, alarms and a deadline. */
export const clockSteppedBack: Fault = {
  name: 'clockSteppedBack',
  async inject(world) {
    const { fleet, deadlines } = world;
    await world.withStore(async (store) => {
      await deadlines.dispatch(store, 0);
      await deadlines.dispatch(store, 1000);
    });
    for (const offsetMs of [-HOUR_MS, -24 * HOUR_MS, 0]) {
      world.server().setClock(offsetMs);
      await fleet.more(150, `acknowledgements with the clock ${offsetMs} ms off`);
    }
    return 'an hour, a day, and right again';
  },
};

import { startFakeServer } from './fake-server.ts';

/** The fake as a process of its own: tells its address to its parent, and ends with it. */
const server = await startFakeServer();
process.send?.(server.url);
process.once('disconnect', () => process.exit(0));

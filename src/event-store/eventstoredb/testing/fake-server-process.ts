import { startFakeServer } from './fake-server.ts';

/** The fake as a separate process: sends its address to its parent, and exits with it. */
const server = await startFakeServer();
process.send?.(server.url);
process.once('disconnect', () => process.exit(0));

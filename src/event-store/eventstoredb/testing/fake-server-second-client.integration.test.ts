import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { EventStoreDBClient } from '@eventstore/db-client';
import { eventTypeFilter, jsonEvent, KurrentDBClient } from '@kurrent/kurrentdb-client';
import { afterAll } from 'vitest';
import { type ClientLibrary, describeFakeServer } from './fake-server-contract.ts';

/**
 * The second client, which reads through native code and so has nothing in common with the first but the protocol. The fake runs
 * in a separate process: the generated code of the two clients would overwrite each other's global names.
 */
let child: ChildProcess;
afterAll(() => child.disconnect());

// The same methods; the types of the newer one differ in names only.
const library = { KurrentDBClient, jsonEvent, eventTypeFilter } as unknown as ClientLibrary & {
  readonly KurrentDBClient: { connectionString(url: string): EventStoreDBClient };
};

describeFakeServer('@kurrent/kurrentdb-client', {
  ...library,
  async connect() {
    const script = fileURLToPath(new URL('fake-server-process.ts', import.meta.url));
    child = fork(script, { execArgv: ['--import', 'tsx'] });
    const [url] = (await once(child, 'message')) as [string];
    return library.KurrentDBClient.connectionString(url);
  },
});

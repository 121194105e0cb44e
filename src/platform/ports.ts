import { createServer } from 'node:net';
import { guarded } from './guard.ts';

/** The wanted TCP port of 127.0.0.1 (0: any), or undefined if it is in use. It is released again when this resolves. */
export const probePort = (wanted: number): Promise<number | undefined> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once(
      'error',
      guarded('ports error', () => resolve(undefined)),
    );
    probe.listen(
      { host: '127.0.0.1', port: wanted },
      guarded('ports listen', () => {
        const address = probe.address();
        probe.close(() =>
          resolve(typeof address === 'object' && address !== null ? address.port : undefined),
        );
      }),
    );
  });

/** Any free TCP port of 127.0.0.1. */
export const freePort = async (): Promise<number> => {
  const port = await probePort(0);
  if (port === undefined) throw new Error('no free port on 127.0.0.1');
  return port;
};

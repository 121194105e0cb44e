import { createServer } from 'node:net';
import type { WireStandard } from '../../../devices/wire/index.ts';
import type { Clock } from '../../platform/clock.ts';
import { every } from '../../platform/every.ts';
import { guarded } from '../../platform/guard.ts';
import type { Logger } from '../../platform/logger.ts';
import type { LoopShare } from '../../platform/loop-share.ts';
import type { SendRate } from '../../platform/send-rate.ts';
import type { SenderBudget } from '../../platform/sender-budget.ts';
import { listenError } from '../../platform/start-error.ts';
import type { IngestCounters } from '../counters.ts';
import type { IngestPipeline } from '../pipeline.ts';
import { type Connection, type ConnectionLimits, serveConnection } from './connection.ts';
import type { ConnectionRegistry } from './connection-registry.ts';
import type { RequestLog } from './request-log.ts';

export interface TcpGatewayOptions {
  readonly standard: WireStandard;
  readonly host: string;
  readonly port: number;
  /** Name of the port's setting, for the error when the port is taken. */
  readonly setting: string;
  readonly pipeline: IngestPipeline;
  readonly counters: IngestCounters;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly maxConnections: number;
  readonly budget: SenderBudget;
  readonly loopShare: LoopShare;
  readonly sendRate: SendRate;
  readonly limits: ConnectionLimits;
  readonly deviceConnections: ConnectionRegistry;
  readonly requestLog: RequestLog;
}

export interface TcpGateway {
  readonly standard: WireStandard;
  readonly port: number;
  connections(): number;
  /** Stops listening, and ends every connection after its current frame. */
  close(): Promise<void>;
}

const TICK_MS = 1000;
/** Bytes that are read ahead of the current frame. */
const READ_BUFFER_BYTES = 16_384;

/** Listens for devices that speak a wire standard over plain TCP; connections are independent of each other. */
export const listenTcp = (options: TcpGatewayOptions): Promise<TcpGateway> =>
  new Promise((resolve, reject) => {
    const { standard, counters, clock } = options;
    const connections = new Set<Connection>();
    const atEnd = guarded('wire connection end', (connection: Connection) =>
      connection.done.finally(() => connections.delete(connection)),
    );
    const server = createServer(
      { highWaterMark: READ_BUFFER_BYTES, noDelay: true, keepAlive: true },
      guarded(
        'wire connection',
        (socket) => {
          if (connections.size >= options.maxConnections) {
            counters.refused.tooManyConnections += 1;
            socket.destroy();
            return;
          }
          const address = socket.remoteAddress;
          const place = options.budget.admit(address);
          if (place === undefined) {
            counters.refused.senderBudget += 1;
            socket.destroy();
            return;
          }
          const connection = serveConnection(socket, { ...options, address, place });
          connections.add(connection);
          atEnd(connection);
        },
        (_error, socket) => socket.destroy(),
      ),
    );
    const tick = guarded(
      'wire connection tick',
      (connection: Connection, nowMs: number) => connection.tick(nowMs),
      (_error, connection) => connection.destroy(),
    );
    const ticking = every(TICK_MS, 'gateway tick', () => {
      const nowMs = clock.now();
      for (const connection of connections) tick(connection, nowMs);
    });
    server.once(
      'error',
      guarded('gateway error', (error: NodeJS.ErrnoException) => {
        void ticking.stop();
        const { host, port, setting } = options;
        reject(listenError(error, { host, port, hostSetting: 'YIWANG_TCP_HOST', portSetting: setting }));
      }),
    );
    server.listen(
      { host: options.host, port: options.port, backlog: 4096 },
      guarded('gateway listen', () => {
        const address = server.address();
        resolve({
          standard,
          port: typeof address === 'object' && address !== null ? address.port : options.port,
          connections: () => connections.size,
          async close() {
            const ticked = ticking.stop();
            const listening = new Promise<void>((done) => server.close(() => done()));
            const open = [...connections];
            for (const connection of open) connection.destroy();
            await Promise.all(open.map(({ done }) => done));
            await Promise.all([listening, ticked]);
          },
        });
      }),
    );
  });

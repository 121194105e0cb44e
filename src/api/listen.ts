import type { Server } from 'node:http';
import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import { serve } from '@hono/node-server';
import type { Config } from '../config.ts';
import { guarded } from '../platform/guard.ts';
import type { Logger } from '../platform/logger.ts';
import type { LoopShare } from '../platform/loop-share.ts';
import { plainAddress, senderOf } from '../platform/network-address.ts';
import { isIn, parseNetworks } from '../platform/networks.ts';
import type { SendRate } from '../platform/send-rate.ts';
import { listenError } from '../platform/start-error.ts';
import { readTls, reloadTls, tlsFiles } from '../platform/tls.ts';
import { requestAddress } from './client-address.ts';
import { inTurns, limitPipelined } from './shares/pipelined.ts';
import { createPlaces } from './shares/places.ts';
import { limitReadRate } from './shares/read-rate.ts';

/** How often Node checks for requests that take too long to arrive. */
const CHECK_MS = 2000;
/** Longer than proxies keep an idle connection: otherwise they would send on one that is just being closed. */
const KEEP_ALIVE_MS = 65_000;
/** More than any browser or proxy sends. */
const MAX_HEADERS = 100;
const MAX_HEADER_BYTES = 16_384;

export interface HttpListenerOptions {
  readonly config: Config;
  readonly logger: Logger;
  readonly loopShare: LoopShare;
  readonly sendRate: SendRate;
}

export interface HttpListener {
  readonly server: Server;
  readonly port: number;
}

/**
 * Opens the HTTP port, with limits against deliberately slow senders: a time limit for the headers, a longer one for the whole
 * request (its body also has a minimum rate), few headers. Throws StartError.
 */
export const listenHttp = (
  fetch: Parameters<typeof serve>[0]['fetch'],
  { config, logger, loopShare, sendRate }: HttpListenerOptions,
): Promise<HttpListener> =>
  new Promise((resolve, reject) => {
    const tls = tlsFiles(
      'YIWANG_HTTP_TLS',
      config.YIWANG_HTTP_TLS_CERT,
      config.YIWANG_HTTP_TLS_KEY,
      config.YIWANG_HTTP_TLS_CA,
    );
    const server = serve(
      {
        fetch: inTurns(fetch, loopShare, requestAddress(config)),
        hostname: config.YIWANG_HTTP_HOST,
        port: config.YIWANG_HTTP_PORT,
        ...(tls === undefined ? {} : { createServer: createHttpsServer }),
        serverOptions: {
          ...(tls === undefined ? {} : readTls(tls)),
          headersTimeout: config.YIWANG_HTTP_HEADERS_SECONDS * 1000,
          requestTimeout: config.YIWANG_HTTP_REQUEST_SECONDS * 1000,
          connectionsCheckingInterval: CHECK_MS,
          maxHeaderSize: MAX_HEADER_BYTES,
        },
      },
      (info) => resolve({ server, port: info.port }),
    ) as Server;
    if (tls !== undefined) {
      const stopReloading = reloadTls(tls, server as HttpsServer, logger);
      server.once('close', guarded('tls reload', stopReloading));
    }
    limitPipelined(server, config.YIWANG_HTTP_MAX_PIPELINED);
    server.maxHeadersCount = MAX_HEADERS;
    server.keepAliveTimeout = KEEP_ALIVE_MS;
    const proxies = parseNetworks(config.YIWANG_TRUSTED_PROXIES)!;
    /** Many clients share one of our proxies: their requests are counted individually. */
    const isShared = (address: string | undefined): boolean => isIn(proxies, plainAddress(address ?? ''));
    limitReadRate(server, sendRate, isShared);
    const places = createPlaces({
      all: config.YIWANG_HTTP_MAX_CONNECTIONS,
      perPerson: Number.POSITIVE_INFINITY,
      perAddress: config.YIWANG_HTTP_MAX_CONNECTIONS_PER_ADDRESS,
    });
    server.on(
      'connection',
      guarded('http connection', (socket: Socket) => {
        if (isShared(socket.remoteAddress)) return;
        const place = places.take({ person: '', address: senderOf(socket.remoteAddress) });
        if (typeof place === 'string') socket.destroy();
        else socket.once('close', guarded('http connection', place.leave));
      }),
    );
    // 100 Continue is sent once the request may send its body, not before.
    server.on(
      'checkContinue',
      guarded('http expect', (request, response) => void server.emit('request', request, response)),
    );
    server.once(
      'error',
      guarded('http listen', (error: NodeJS.ErrnoException) =>
        reject(
          listenError(error, {
            host: config.YIWANG_HTTP_HOST,
            port: config.YIWANG_HTTP_PORT,
            hostSetting: 'YIWANG_HTTP_HOST',
            portSetting: 'YIWANG_HTTP_PORT',
          }),
        ),
      ),
    );
  });

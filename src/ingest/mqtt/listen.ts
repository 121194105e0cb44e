import type { Server as HttpServer, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:tls';
import { createWebSocketStream, type WebSocket, WebSocketServer } from 'ws';
import { guarded, guardedAnswer, ignored } from '../../platform/guard.ts';
import type { Logger } from '../../platform/logger.ts';
import { listenError } from '../../platform/start-error.ts';
import { readTls, reloadTls, type TlsFiles } from '../../platform/tls.ts';
import type { MqttBroker } from './broker.ts';

export interface MqttListener {
  readonly port: number;
  close(): Promise<void>;
}

/** A peer that does not finish its TLS handshake within this time is disconnected. */
const HANDSHAKE_MS = 10_000;

/** TCP, or TLS if files are given. The read buffer bounds what one connection can have in flight: no more is read until it is acknowledged. */
export const listenMqttTcp = (
  broker: MqttBroker,
  options: {
    host: string;
    port: number;
    readBufferBytes: number;
    tls: TlsFiles | undefined;
    logger: Logger;
  },
): Promise<MqttListener> =>
  new Promise((resolve, reject) => {
    const { tls } = options;
    const streams = { highWaterMark: options.readBufferBytes, noDelay: true, keepAlive: true };
    const accept = guarded(
      'mqtt connection',
      (socket: Socket) => broker.accept(socket, socket.remoteAddress),
      (_error, socket) => socket.destroy(),
    );
    const server =
      tls === undefined
        ? createServer(streams, accept)
        : createTlsServer({ ...streams, ...readTls(tls), handshakeTimeout: HANDSHAKE_MS }, accept);
    if (tls !== undefined) {
      const stopReloading = reloadTls(tls, server as TlsServer, options.logger);
      server.once('close', guarded('tls reload', stopReloading));
    }
    server.once(
      'error',
      guarded('mqtt listen', (error: NodeJS.ErrnoException) =>
        reject(
          listenError(error, {
            host: options.host,
            port: options.port,
            hostSetting: 'YIWANG_MQTT_HOST',
            portSetting: 'YIWANG_MQTT_PORT',
          }),
        ),
      ),
    );
    const onListening = guarded('mqtt listen', () => {
      const address = server.address();
      resolve({
        port: typeof address === 'object' && address !== null ? address.port : options.port,
        close: () => new Promise((done) => server.close(() => done())),
      });
    });
    server.listen({ host: options.host, port: options.port, backlog: 4096 }, onListening);
  });

/** MQTT over WebSocket on the HTTP server, at `/mqtt` (MQTT 3.1.1 section 6: subprotocol `mqtt`, binary frames). */
export const attachMqttWebSocket = (
  broker: MqttBroker,
  server: HttpServer,
  options: {
    path: string;
    /** Web pages of other origins that may connect. */
    origins: readonly string[];
    maxPacketBytes: number;
    /** Client address of a request, behind the trusted proxies. */
    addressOf: (request: IncomingMessage) => string | undefined;
  },
): (() => void) => {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: options.maxPacketBytes + 16,
    handleProtocols: guardedAnswer<[Set<string>], 'mqtt' | false>('websocket protocol', false, (protocols) =>
      protocols.has('mqtt') ? 'mqtt' : false,
    ),
  });
  const accept = guarded(
    'websocket connection',
    (webSocket: WebSocket, request: IncomingMessage) =>
      broker.accept(createWebSocketStream(webSocket), options.addressOf(request)),
    (_error, webSocket) => webSocket.terminate(),
  );
  server.on(
    'upgrade',
    guarded(
      'http upgrade',
      (request, socket, head) => {
        // The peer may disconnect before the handshake is complete: nothing else listens to its socket until then.
        socket.on('error', ignored);
        // Compared as sent: a request target need not be a URL.
        if ((request.url ?? '').split('?', 1)[0] !== options.path) socket.destroy();
        else if (!isOriginAllowed(request.headers, options.origins))
          socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
        else sockets.handleUpgrade(request, socket, head, accept);
      },
      (_error, _request, socket) => socket.destroy(),
    ),
  );
  return () => {
    for (const client of sockets.clients) client.terminate();
    sockets.close();
  };
};

/** RFC 6455 section 10.2: a browser sends the origin of the page. Ours and those in the settings may connect; a client without an origin is not a browser. */
const isOriginAllowed = ({ origin, host }: IncomingHttpHeaders, allowed: readonly string[]): boolean =>
  origin === undefined ||
  origin === `https://${host}` ||
  origin === `http://${host}` ||
  allowed.includes(origin);

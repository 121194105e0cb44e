import type { Server as HttpServer } from 'node:http';
import { createServer, type Server as NetServer } from 'node:net';
import { createWebSocketStream, WebSocketServer } from 'ws';
import type { MqttBroker } from './broker.ts';

export interface MqttListener {
  readonly port: number;
  close(): Promise<void>;
}

/** The port is taken; `code` of the cause is EADDRINUSE. */
export class PortInUseError extends Error {
  readonly code = 'portInUse';
  constructor(port: number, setting: string) {
    super(`port ${port} is in use: choose another with ${setting}`);
    this.name = 'PortInUseError';
  }
}

/** Plain TCP. The read buffer bounds what one connection can have in flight: no more is read until it is acknowledged. */
export const listenMqttTcp = (
  broker: MqttBroker,
  options: { host: string; port: number; readBufferBytes: number },
): Promise<MqttListener> =>
  new Promise((resolve, reject) => {
    const server: NetServer = createServer(
      { highWaterMark: options.readBufferBytes, noDelay: true, keepAlive: true },
      (socket) => broker.accept(socket),
    );
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new PortInUseError(options.port, 'YIWANG_MQTT_PORT') : error),
    );
    server.listen({ host: options.host, port: options.port, backlog: 4096 }, () => {
      const address = server.address();
      resolve({
        port: typeof address === 'object' && address !== null ? address.port : options.port,
        close: () => new Promise((done) => server.close(() => done())),
      });
    });
  });

/** MQTT over WebSocket on the HTTP server, at `/mqtt` (MQTT 3.1.1 section 6: subprotocol `mqtt`, binary frames). */
export const attachMqttWebSocket = (
  broker: MqttBroker,
  server: HttpServer,
  options: { path: string; maxPacketBytes: number },
): (() => void) => {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: options.maxPacketBytes + 16,
    handleProtocols: (protocols) => (protocols.has('mqtt') ? 'mqtt' : false),
  });
  server.on('upgrade', (request, socket, head) => {
    if (new URL(request.url ?? '/', 'http://localhost').pathname !== options.path) {
      socket.destroy();
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) =>
      broker.accept(createWebSocketStream(webSocket)),
    );
  });
  return () => {
    for (const client of sockets.clients) client.terminate();
    sockets.close();
  };
};
